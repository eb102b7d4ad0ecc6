"""The rate limit: a token bucket for each network, in memory only.

Rules
1. A bucket's key is HMAC-SHA-256 of the network (/24 of IPv4, /48 of IPv6) under a random salt that is drawn
   each UTC day and never leaves this object: yesterday's keys mean nothing today, and no key is an address.
2. Bounded: past `MOST_NETWORKS` the one seen longest ago is dropped.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from collections import OrderedDict

from .store import DAY_SECONDS

MOST_NETWORKS = 65_536


class Limiter:
    """Lets `burst` reports through at once, then `per_minute` a minute, for each network."""

    def __init__(self, per_minute: float = 300.0, burst: int = 300) -> None:
        self._rate = per_minute / 60
        self._burst = burst
        self._day = -1
        self._salt = b""
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def wait(self, address: str | None, now: float) -> float:
        """0 if a report from this address may pass now, else the seconds until one may."""
        day = int(now // DAY_SECONDS)
        if day != self._day:
            self._day, self._salt = day, secrets.token_bytes(32)
            self._buckets.clear()
        key = hmac.digest(self._salt, network(address).encode(), hashlib.sha256)
        tokens, at = self._buckets.pop(key, (float(self._burst), now))
        tokens = min(float(self._burst), tokens + max(0.0, now - at) * self._rate)
        passes = tokens >= 1
        self._buckets[key] = (tokens - 1 if passes else tokens, now)
        if len(self._buckets) > MOST_NETWORKS:
            self._buckets.popitem(last=False)
        return 0.0 if passes else (1 - tokens) / self._rate


def network(address: str | None) -> str:
    """The /24 or /48 an address belongs to; everything that is not an address is one network."""
    try:
        ip = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return str(ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 48}", strict=False))
