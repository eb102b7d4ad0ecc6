"""What generated files are made of: ids, words, spans; and how their data becomes a file."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

Data = dict[str, Any]

BASE = datetime(2026, 11, 21, 10, tzinfo=UTC)
LANGUAGES = ["en", "de", "fr", "sv", "pt-BR", "zh-Hant"]
TONGUES = ["de-AT", "en-GB", "fr", "sv-FI", "pt-BR", "pt", "zh-Hant-TW", "zh", "it", "DE", "de-x-old", "en-a-bbb"]
SIGNAL_IDS = ["topic", "role", "Size", "crm", "s-10", "s-9", "plan", "budget", "faq", "mood", "zone", "10"]
VALUE_IDS = ["alpha", "beta", "gamma", "1-5", "51+", "12"]
BIN_IDS = ["none", "some", "many", "lots"]
EVENTS = ["faq_read", "price_read", "order", "visit", "page_view", "friction"]
GOALS = ["order", "demo_request", "faq_read"]
CLASSES = ["content", "promotion", "service", "question"]
KEEPS = ["visit", "1h", "1d", "7d", "30d"]
OUTCOMES = ["shown", "ignored", "dismissed", "clicked", "converted", "not_helpful", "complained"]
SPANS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def written(data: Any) -> str:
    """Data whose scalars are text → JSON, with numbers and truth values bare, as a file has them."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {written(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(written(value) for value in data) + "]"
    if re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?|true|false", data):
        return str(data)
    return json.dumps(data)


def label(signal: str) -> str:
    """The label's words: no other text contains them."""
    return f"<{signal}>"


def said(signal: str, value: str) -> str:
    """A value's words: no other text contains them."""
    return f"<{signal}={value}>"


def seconds(span: str) -> int:
    return int(span[:-1]) * SPANS[span[-1]]
