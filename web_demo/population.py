"""Simulated visitors for the demo's report: seeded devices that run the same core as a browser does and
post real reports over HTTP.

What they do is assumed, and written here and nowhere else: how many answer, click, and ask for a demo. What
the report then says is measured from what arrived. Every store filled this way is marked as simulated.
"""

from __future__ import annotations

import base64
import http.client
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from edgepersona.core.device import handle
from edgepersona.core.prepare import Prepared
from edgepersona.core.reports import MEDIA_TYPE
from edgepersona.core.stores import NAMES
from edgepersona.core.times import HOUR, MINUTE, SECOND

ANSWERS = 0.7
"""Share of visitors who answer a question that is put to them."""
CLICKS = 0.12
"""Share who follow the link of a block they see."""
DISMISSES = 0.5
"""Share who dismiss an interrupt."""
ASKS_FOR_A_DEMO = 0.15
"""Share who ask for a demo on the page as it is."""
FITTING_BLOCK = 0.02
"""What each fitting block adds to that share."""
POSTERS = 6


class Visitor:
    """One device with its stores, driven through the protocol a page speaks."""

    def __init__(self, prepared: Prepared, digest: str, seed: int, begins: int) -> None:
        self.prepared, self.digest, self.now = prepared, digest, begins
        self.luck = random.Random(seed)  # noqa: S311 - a reproducible population, not a secret
        self.stores: dict[str, str | None] = dict.fromkeys(NAMES)
        self.view: dict[str, Any] = {}
        campaigns = [campaign for campaign in prepared.bundle.campaigns if campaign.match]
        query = self.luck.choice([None, *campaigns])
        self.url = "https://acme-pipeline.example/"
        if query is not None:
            self.url += "?" + "&".join(f"{name}={values[0]}" for name, values in query.match)

    def call(self, do: str, **call: Any) -> Any:
        """One request, as a page makes it; returns the call's value."""
        request = {
            "now": self.now,
            "entropy": f"{self.luck.getrandbits(256):064x}",
            "env": {"language": self.luck.choice(self.prepared.bundle.languages), "url": self.url, "gpc": False},
            "page": {"value_seen": True, "counted": self.view.get("counted") is True},
            "stores": self.stores,
            "call": {"do": do, **call},
        }
        answer = handle(self.prepared, self.digest, request)
        self.stores |= answer["stores"]
        self.view = answer.get("view", self.view)
        return answer.get("value")

    def visit(self) -> None:
        """Agrees to counting, comes back once, reads, answers, clicks, dismisses, perhaps asks for a demo."""
        self.call("consent", changes={"measure": "on"})
        self.call("page")
        for _ in range(2):
            for slot, entry in list(self.view["slots"].items()):
                self._meet(slot, entry)
        fitting = sum(1 for entry in self.view["slots"].values() if entry["because"] and entry["kind"] == "inline")
        if self.luck.random() < ASKS_FOR_A_DEMO + FITTING_BLOCK * fitting:
            self.call("track", event="demo_request")

    def report(self) -> bytes:
        """The day's report, an hour later."""
        self.now += HOUR
        return base64.b64decode(self.call("send")["body"])

    def _meet(self, slot: str, entry: dict[str, Any]) -> None:
        if entry["block"] is None or entry["default"]:
            return
        self.now += self.luck.randrange(2, 20) * SECOND
        question = entry["question"]
        if question is not None and self.luck.random() < ANSWERS:
            option = self.luck.choice(question["options"])
            self.call("answer", question=question["id"], value=option["value"])
            return
        self.call("outcome", slot=slot, block=entry["block"], outcome="shown")
        if entry["kind"] == "interrupt" and self.luck.random() < DISMISSES:
            self.call("outcome", slot=slot, block=entry["block"], outcome="dismissed")
        elif question is None and self.luck.random() < CLICKS:
            self.call("outcome", slot=slot, block=entry["block"], outcome="clicked")


def reports(prepared: Prepared, digest: str, visitors: int, seed: int, day: int) -> Iterator[bytes]:
    """One report from each of `visitors` devices, all of one UTC day. `day`: its first millisecond."""
    for number in range(visitors):
        begins = day + (number * 20 * HOUR) // visitors + MINUTE
        visitor = Visitor(prepared, digest, seed * 1_000_003 + number, begins)
        visitor.visit()
        yield visitor.report()


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


__all__ = ["Visitor", "post", "reports"]
