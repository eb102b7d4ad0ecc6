"""A process for the durability tests to kill: `python crashing.py FOLDER STORE collect|release`, from a test's folder.

`collect` serves until it is killed, its port on standard output. `release` is killed by itself in the middle of
a release: after the day's noise was drawn, before the commit.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence

from edgepersona.collector import serving
from edgepersona.collector.app import create_app
from edgepersona.collector.limits import Limiter
from edgepersona.collector.noise import Mechanism, discrete_laplace
from edgepersona.collector.release import release
from edgepersona.collector.store import open_store


def main(url: str, what: str, now: float, counter_lists: list[object]) -> None:
    store = open_store(url)
    if what == "collect":
        app = create_app(store, counter_lists, [], lambda: now, Limiter(1e9, 10**9))
        sock = serving.listen()
        print(sock.getsockname()[1], flush=True)
        serving.serve(app, sock)
        return

    def fatal(scale: float, most_ones: int) -> tuple[Mechanism, float]:
        mechanism, epsilon = discrete_laplace(scale, most_ones)

        def drawn(counts: Sequence[int]) -> Sequence[int]:
            noised = mechanism(counts)
            if any(counts):
                os.kill(os.getpid(), signal.SIGKILL)
            return noised

        return drawn, epsilon

    release(store, now=now, grace_days=0, noise=fatal)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), json.loads(sys.argv[4]))
