"""A site for children: nobody is counted, no promotion steps in front of the page, and nothing is sent."""

from __future__ import annotations

from pathlib import Path

from .conftest import Tab
from .pages import ADVERT, built
from .serving import site


def test_what_the_audience_forbids_is_not_done(tab: Tab, tmp_path: Path) -> None:
    folder, page = built(tmp_path, ("audience: adults", "audience: children"))
    with site(folder, {"/": page.html}, page.policy) as origin:
        tab.open(origin + ADVERT)
        tab.call("answer", "riding", "tours")
        assert tab.page.evaluate("edgepersona.consent({ measure: 'on' }).then(() => 'done', (error) => error.code)")
        assert tab.block("notice") is None, "the answer alone would bring the offer"
        assert tab.block("hero") == "hero-repair", "the page adapts all the same"
        assert tab.foreign() == []
