"""Simulated visitors for the demo's report: the simulation's devices, posting real reports over HTTP.

What they do is assumed, and written in `ASSUMED`. What the report then says is measured from what arrived.
Every store filled this way is marked as simulated.
"""

from __future__ import annotations

import base64
import http.client
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from edgepersona.authoring.simulation.plan import draw
from edgepersona.authoring.simulation.population import Population
from edgepersona.authoring.simulation.visitor import Visitor
from edgepersona.core.prepare import Prepared
from edgepersona.core.reports import MEDIA_TYPE
from edgepersona.core.times import HOUR, MINUTE

ASSUMED = Population(
    measure=1,  # the others send nothing
    returns=0,
    pages=1.5,
    campaign=0.8,
    first_language=0.3,
    signed_in=0,
    answers=0.7,
    clicks=0.12,
    converts=0.15,
    fitting=0.02,
)
"""One visit on one day, of people who agree to being counted; each fitting block makes a demo more likely."""
POSTERS = 6


def reports(prepared: Prepared, digest: str, visitors: int, seed: int, day: int) -> Iterator[bytes]:
    """One report from each of `visitors` devices, all of one UTC day. `day`: its first millisecond."""
    for number in range(visitors):
        begins = day + (number * 20 * HOUR) // visitors + MINUTE
        plan = draw(prepared, ASSUMED, seed * 1_000_003 + number, begins, begins)
        visitor = Visitor(prepared, digest, ASSUMED, plan)
        visitor.live()
        visitor.now += HOUR
        yield base64.b64decode(visitor.call("send")["body"])


def post(port: int, bodies: Iterator[bytes], progress: Callable[[int], None] = lambda done: None) -> int:
    """Post reports to the collector on this machine; returns how many it acknowledged."""

    def send(some: list[bytes]) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        taken = 0
        for body in some:
            connection.request("POST", "/v1/report", body, {"Content-Type": MEDIA_TYPE})
            response = connection.getresponse()
            response.read()
            taken += response.status == 204
        connection.close()
        return taken

    with ThreadPoolExecutor(POSTERS) as pool:
        waiting, taken = [], 0
        for some in _batches(bodies, 40):
            waiting.append(pool.submit(send, some))
            progress(40 * len(waiting))
        for result in waiting:
            taken += result.result()
        return taken


def _batches(bodies: Iterator[bytes], size: int) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    for body in bodies:
        batch.append(body)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
