"""Which addresses a block may link to.

Rules
1. http and https with a host, mailto, tel, a path on this site (`/…`), a place on this page (`#…`). Nothing else:
   a scheme that runs code, carries data, or borrows the page's scheme (`//host`) is not a link. Nor is an address
   with a name before its host (`https://shop.example@elsewhere/`): it is there to be taken for the host.
2. No spaces, control characters or backslashes: browsers read them away, and read something else then.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

ALLOWED = "http(s)://…, mailto:…, tel:…, a path on this site (/…) or a place on this page (#…)"

_MAIL = re.compile(r"mailto:[^@\s]+@[^@\s]+", re.IGNORECASE)
_PHONE = re.compile(r"tel:\+?[0-9][0-9().;=a-zA-Z-]*", re.IGNORECASE)


def problem(href: str) -> str | None:
    """Why a text is no link for a block; None if it is one."""
    if "\\" in href or any(char.isspace() or unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in href):
        return "a link has no spaces, backslashes or control characters"
    if href.startswith("#") or (href.startswith("/") and not href.startswith("//")):
        return None
    if _MAIL.fullmatch(href) or _PHONE.fullmatch(href):
        return None
    try:
        parts = urlsplit(href)
        web = (
            parts.scheme.lower() in ("http", "https")
            and bool(parts.hostname)
            and "@" not in parts.netloc
            and href[len(parts.scheme) :][:3] == "://"
        )
    except ValueError:
        web = False
    return None if web else f"expected a link: {ALLOWED}"


def stays_here(href: str) -> bool:
    """Whether following a link asks no server: a place on this page, a mail program, a telephone."""
    return href.startswith("#") or href.lower().startswith(("mailto:", "tel:"))
