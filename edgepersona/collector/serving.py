"""Serving an application with uvicorn so that no address is ever written down.

Rules
1. uvicorn's access log holds addresses: it is off, and only warnings are logged. Whoever runs the
   application otherwise must do the same there (uvicorn's own command: `--no-access-log`), and in the proxy in
   front of it.
2. Forwarded addresses are believed from the listed proxies only; without any, the peer is the client. They
   serve the rate limit and nothing else.
3. No proxy needs `/metrics`, `/healthz` or `/readyz` to be reachable from outside.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence

import uvicorn
from starlette.applications import Starlette

MOST_CONNECTIONS = 1_000


def listen(host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    """A listening socket; port 0 takes a free one (`getsockname()[1]` tells which). Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio turns Nagle's delay off only on sockets that name it (40 ms a report).
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(512)
    except OSError:
        sock.close()
        raise
    return sock


def server(app: Starlette, proxies: Sequence[str] = ()) -> uvicorn.Server:
    """A uvicorn server to run with `run(sockets=[listen()])`, in this thread or another.

    `proxies`: addresses whose X-Forwarded-For is believed.
    """
    config = uvicorn.Config(
        app,
        access_log=False,
        log_level="warning",
        server_header=False,
        ws="none",
        lifespan="off",
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=16_384,
    )
    return uvicorn.Server(config)


def serve(app: Starlette, sock: socket.socket, proxies: Sequence[str] = ()) -> None:
    """Serves until interrupted."""
    server(app, proxies).run(sockets=[sock])
