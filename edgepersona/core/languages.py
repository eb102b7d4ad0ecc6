"""The page's language. Rule: RFC 4647, section 3.4 (lookup): the asked tag is shortened until one of the
file's languages equals it; else the file's first language."""

from __future__ import annotations

MAX_TAG = 64


def best(languages: tuple[str, ...], asked: str) -> str:
    """The best of `languages` for a BCP 47 tag, or for several with commas between, the most wanted first."""
    if asked in languages:
        return asked
    known = {language.lower(): language for language in languages}
    for tag in asked.split(","):
        parts = tag.strip()[:MAX_TAG].lower().replace("_", "-").split("-")
        while parts:
            found = known.get("-".join(parts))
            if found is not None:
                return found
            parts.pop()
            if parts and len(parts[-1]) == 1:  # a lone singleton introduces what was just cut
                parts.pop()
    return languages[0]
