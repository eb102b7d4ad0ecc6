"""`make demo`: the landing page, the collector and the dashboard, on loopback, with a simulated day counted.

Usage: python -m web_demo.demo [--once] [--port N] [--visitors N]
`--once` prints the addresses as one JSON line and stays until standard input closes; for scripts.
"""

from __future__ import annotations

import argparse
import json
import secrets
import shutil
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.applications import Starlette

from edgepersona.authoring import site_build
from edgepersona.authoring.compile import Checked, load
from edgepersona.authoring.signing import Release
from edgepersona.collector import app as collector_app
from edgepersona.collector import dashboard, serving
from edgepersona.collector.limits import Limiter
from edgepersona.collector.release import release
from edgepersona.collector.store import Store, open_store
from edgepersona.core import bundle as bundles
from edgepersona.core.prepare import prepare
from edgepersona.core.times import DAY

from . import population
from .site import create_app as landing_app
from .site import with_banner

HERE = Path(__file__).resolve().parent
RUN = HERE / ".run"
PERSONA = HERE / "persona.yaml"
SDK = HERE.parent / "edgepersona" / "browser" / "_dist"
SEED = 20_261_121
VISITORS = 2_400
PORT = 8765
DEADLINE = 30_000
"""The demo waits longer for Python than a production page would: it may run on a small machine."""


def main() -> None:
    """Build, serve, count a simulated day, print the addresses, and stay."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="one JSON line, until standard input closes")
    parser.add_argument("--port", type=int, default=PORT, help="first of three ports; 0 takes free ones")
    parser.add_argument("--visitors", type=int, default=VISITORS, help="simulated visitors, 300 at least")
    options = parser.parse_args()
    if options.visitors < 300:
        parser.error("fewer than 300 simulated visitors release nothing worth reading")
    try:
        sockets = [serving.listen(port=options.port + n if options.port else 0) for n in range(3)]
    except OSError as error:
        parser.exit(2, f"make demo: port {options.port} or one of the two after it is taken ({error.strerror})\n")
    with running(sockets, options.visitors) as addresses:
        if options.once:
            print(json.dumps(addresses), flush=True)
            sys.stdin.read()
        else:
            show(addresses)
            try:
                threading.Event().wait()
            except KeyboardInterrupt:
                say("stopped")


def show(addresses: dict[str, str]) -> None:
    """Tell a person where to look."""
    print(f"""
  Landing page   {addresses["landing"]}/?utm_campaign=sales-ops-hygiene
  With a banner  {addresses["landing"]}/banner/?utm_campaign=sales-ops-hygiene
  Preview        {addresses["landing"]}/?utm_campaign=sales-ops-hygiene&ep-preview=1
  Inspector      {addresses["landing"]}/ep/inspect.html
  Trust page     {addresses["landing"]}/trust.en.html
  Dashboard      {addresses["dashboard"]}/#token={addresses["token"]}
  Collector      {addresses["collector"]}/v1/config
  Report         .venv/bin/edgepersona report --store sqlite:///{(RUN / "collector.db").relative_to(HERE.parent)}

  The dashboard shows one simulated day. Ctrl-C stops everything.
""")


@contextmanager
def running(sockets: list[socket.socket], visitors: int) -> Iterator[dict[str, str]]:
    """Everything served on three sockets; yields the addresses."""
    shutil.rmtree(RUN, ignore_errors=True)
    RUN.mkdir()
    addresses = {name: origin(sock) for name, sock in zip(("landing", "collector", "dashboard"), sockets, strict=True)}
    addresses["token"] = secrets.token_urlsafe(16)
    mapped = RUN / "banner.yaml"
    mapped.write_text(with_banner(PERSONA.read_text(encoding="utf-8")), encoding="utf-8")
    built = {"site": load(PERSONA), "banner": load(mapped)}
    say("building the site")
    key = Ed25519PrivateKey.generate()
    for name, file in built.items():
        site_build.build(
            file,
            RUN / name,
            sdk_dir=SDK,
            collector=addresses["collector"],
            expose="ids",
            start="idle",
            deadline=DEADLINE,
            preview=["127.0.0.1", "localhost"],
            release=Release(key, build=1, min_build=1),
        )
    checked = built["site"]
    store = open_store(f"sqlite:///{RUN / 'collector.db'}")
    store.mark_simulated()
    counters = site_build.counter_list(checked)  # the other file counts the same
    limiter = Limiter(per_minute=60_000, burst=60_000)  # all simulated visitors share this machine's address
    apps = (
        landing_app(
            sdk_dir=RUN / "site",
            persona=PERSONA,
            expose="ids",
            collector=addresses["collector"],
            banner=(RUN / "banner", mapped),
        ),
        collector_app.create_app(store, [counters], [addresses["landing"]], limiter=limiter),
        dashboard.create_app(store, addresses["token"]),
    )
    servers = [start(app, sock) for app, sock in zip(apps, sockets, strict=True)]
    try:
        simulate(checked, store, sockets[1].getsockname()[1], visitors)
        yield addresses
    finally:
        for server, _ in servers:
            server.should_exit = True
        for _, thread in servers:
            thread.join(10)
        store.close()


def simulate(checked: Checked, store: Store, port: int, visitors: int) -> None:
    """Drive simulated visitors through yesterday, post what they counted, and release the day."""
    prepared = prepare(checked.bundle)
    digest = bundles.digest(bundles.encode(checked.bundle))
    yesterday = (int(time.time() * 1_000) // DAY - 1) * DAY
    bodies = population.reports(prepared, digest, visitors, SEED, yesterday)
    taken = population.post(
        port, bodies, lambda sent: say(f"simulated visitors: {min(sent, visitors)}/{visitors}", "\r")
    )
    if taken != visitors:
        raise SystemExit(f"make demo: the collector took {taken} of {visitors} reports")
    say("")
    release(store, now=time.time(), grace_days=0)


def start(app: Starlette, sock: socket.socket) -> tuple[uvicorn.Server, threading.Thread]:
    """Serve an app in a thread of its own."""
    server = serving.server(app)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    return server, thread


def origin(sock: socket.socket) -> str:
    """The address a socket listens at."""
    return f"http://127.0.0.1:{sock.getsockname()[1]}"


def say(text: str, end: str = "\n") -> None:
    """Progress, on standard error, and only where somebody watches."""
    if sys.stderr.isatty():
        print(text, end=end, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
