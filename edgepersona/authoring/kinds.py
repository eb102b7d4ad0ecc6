"""The kinds of values a persona file is made of: what they look like, and how messages call them.

`Meta.description` is what an editor shows; `extra["what"]` is how a message names what it expected;
`extra["form"]` names a form that a pattern cannot tell, which `forms.py` checks.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta

MAX_NUMBER = 1_000_000
LANGUAGE_TAG = (
    r"^[A-Za-z]{2,8}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([0-9][A-Za-z0-9]{3}|[A-Za-z0-9]{5,8}))*"
    r"(-[0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+)*(-x(-[A-Za-z0-9]{1,8})+)?$"
)

Id = Annotated[
    str,
    Meta(
        pattern=r"^(?!(any|all|not)$)[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}$",
        extra={"what": "an id: letters, digits and _ . + - only, 64 at most, and none of any, all, not"},
    ),
]
Language = Annotated[
    str, Meta(pattern=LANGUAGE_TAG, max_length=35, extra={"what": "a language tag (BCP 47) such as en or pt-BR"})
]
Sentence = Annotated[str, Meta(min_length=1, max_length=1000)]
Text = Annotated[dict[Language, Sentence], Meta(description="The words, by language.")]
Span = Annotated[
    str,
    Meta(
        pattern=r"^[1-9][0-9]{0,8}[smhd]$",
        extra={"form": "duration", "what": "a duration such as 30s, 10m, 2h or 30d"},
    ),
]
Duration = Annotated[
    str,
    Meta(
        pattern=r"^([1-9][0-9]{0,8}[smhd]|visit)$",
        extra={"form": "duration", "what": "a duration such as 30s, 10m, 2h or 30d, or visit"},
    ),
]
Gap = Annotated[
    str,
    Meta(
        pattern=r"^(0[smhd]?|[1-9][0-9]{0,8}[smhd])$",
        extra={"form": "duration", "what": "a duration such as 30s or 10m, or 0s"},
    ),
]
Date = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        extra_json_schema={"format": "date"},
        extra={"form": "date", "what": "a date such as 2027-03-31"},
    ),
]
Number = Annotated[float, Meta(ge=-MAX_NUMBER, le=MAX_NUMBER)]
Share = Annotated[float, Meta(ge=0, le=1)]
Condition = Annotated[
    Any,
    Meta(
        description="Signal → accepted values, all of which must match; `any`, `all` and `not` nest. {} always holds.",
        extra_json_schema={"$ref": "#/$defs/Condition"},
        extra={"form": "condition", "what": "a condition"},
    ),
]
