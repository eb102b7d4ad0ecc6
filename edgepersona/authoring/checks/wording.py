"""What the words of a block say: prices, and details about the visitor.

Rules
1. A price is an amount beside a currency, or a percentage beside a word for a discount.
2. A text states a detail about the visitor where it addresses the visitor just before it: “your Salesforce”,
   “you use Salesforce”, at most two words between and none that leads elsewhere (“your calendar with Salesforce”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

_AMOUNT = r"\d+(?:[.,'’ \u00a0\u202f]\d+)*"
_CURRENCY = r"€|\$|£|¥|₴|₺|zł|kč|kr\.?|eur|usd|gbp|sek|nok|dkk|chf|pln|try|uah|tl|грн|euros?|dollars?|pounds?"
_DISCOUNT = (
    r"off|discount|less|rabatt|nachlass|günstiger|remise|réduction|moins|descuento|menos|avslag|allahindlus"
    r"|atlaid\w*|indirim|знижк\w*"
)
_PRICE = re.compile(
    rf"(?<!\w)(?:{_CURRENCY})\s?{_AMOUNT}(?!\w)|(?<![\w.,]){_AMOUNT}\s?(?:{_CURRENCY})(?!\w)"
    rf"|(?<![\w.,]){_AMOUNT}\s?%\s(?:\w+\s)?(?:{_DISCOUNT})(?!\w)",
    re.IGNORECASE,
)
_YOU = frozenset(
    re.findall(
        r"\S+",
        """you your you're yours sie ihr ihre ihrem ihren ihrer ihres du dein deine deinem deinen deiner vous votre vos
        tu ton ta tes usted ustedes su sus tú ti din ditt dina dig deg dere deres teie te teil teid sinu sul jūs jūsu
        jums tev tavs tava siz sizin size ви ваш ваша ваше ваші вас вам вашого вашої вашому вашою вашим""",
    )
)
_ELSEWHERE = frozenset(
    re.findall(
        r"\S+",
        """with to from and or into for by at than like without mit und oder zu von an bei für als ohne avec et ou vers
        pour sans con y o para por sin med och eller till för utan og til for uten koos ja või jaoks ar un vai ile ve
        veya için з із та або для без""",
    )
)
_WORD = re.compile(r"[^\W_]+(?:[’'+.\-–][^\W_]+)*\+?", re.UNICODE)
_SENTENCE = re.compile(r"[.!?;:,](?:\s|$)|\s[-–—]\s|[\n()]")
_ARTICLES = frozenset(
    re.findall(r"\w+", "a an the ein eine einen einem einer un une le la les una el los las en ett et ei")
)
_EMPTY_WORDS = frozenset(
    re.findall(r"\w+", "none other others yes no any keine andere ja nein aucun autre oui non ninguno otro otra sí")
)


def texts(text: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """(where in a block's text, words) of everything a visitor reads there."""
    for key in ("title", "body"):
        if key in text:
            yield (key,), text[key]
    for n, point in enumerate(text.get("points", ())):
        yield ("points", n), point
    if "cta" in text:
        yield ("cta", "label"), text["cta"]["label"]


def prices(text: str) -> frozenset[str]:
    """The prices in a text, as they are written, spaces apart."""
    return frozenset(re.sub(r"\s", "", match[0]).casefold() for match in _PRICE.finditer(text))


def states(text: str, detail: str) -> bool:
    """Whether a text says of the visitor that this detail is theirs."""
    wanted = _words(detail)
    if len(wanted) > 1 and wanted[0] in _ARTICLES:
        wanted = wanted[1:]
    if not wanted or sum(map(len, wanted)) < 3 or _EMPTY_WORDS.issuperset(wanted):
        return False
    if wanted[-1] not in text.casefold().replace("–", "-"):
        return False
    for sentence in _SENTENCE.split(text):
        words = _words(sentence)
        for n in range(1, len(words) - len(wanted) + 1):
            if words[n : n + len(wanted)] == wanted and _addressed(words[max(0, n - 3) : n]):
                return True
    return False


def _addressed(before: tuple[str, ...]) -> bool:
    for word in reversed(before):
        if word in _YOU:
            return True
        if word in _ELSEWHERE:
            return False
    return False


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(match[0].casefold().replace("–", "-") for match in _WORD.finditer(text))
