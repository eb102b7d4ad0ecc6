"""Campaigns: what the link that brought the visitor says about what they came for.

Rules
1. A campaign matches an address when every parameter it names has one of the values it accepts.
2. Only the ids of matching campaigns are kept; the address itself is forgotten at once.
3. A campaign sets values only between its dates. The latest arrival wins, then file order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlsplit

from .bundle import VISIT, Bundle, Campaign
from .moment import Arrival

MAX_ADDRESS = 8_192
MAX_PARAMETERS = 100


def matching(bundle: Bundle, address: str) -> tuple[str, ...]:
    """The ids of the campaigns an address belongs to, in file order. A hostile address belongs to none."""
    if len(address) > MAX_ADDRESS:
        return ()
    try:
        pairs = parse_qsl(urlsplit(address).query, keep_blank_values=True, max_num_fields=MAX_PARAMETERS)
    except ValueError:
        return ()
    query = dict(reversed(pairs))  # the first of a repeated parameter counts
    return tuple(
        campaign.id
        for campaign in bundle.campaigns
        if campaign.match and all(query.get(name) in accepted for name, accepted in campaign.match)
    )


def running(campaign: Campaign, now: int) -> bool:
    """Whether `now` lies between the campaign's dates."""
    return (campaign.start is None or campaign.start <= now) and (campaign.end is None or now < campaign.end)


def values(
    campaigns: Mapping[str, Campaign],
    place: Mapping[str, int],
    arrivals: Sequence[Arrival],
    now: int,
    keep: Mapping[str, int],
) -> dict[str, str]:
    """What the arrivals set, signal → value. `place`: the campaigns' file order. `keep`: signal → longest age in ms,
    VISIT for the whole visit.

    `arrivals` are oldest first, the current page's last.
    """
    # The current page is the latest arrival, whatever the clock says; others of one instant go by file order.
    latest_first = [
        (-(arrival.at if number < len(arrivals) - 1 else now + 1), place[name], name, arrival.at)
        for number, arrival in enumerate(arrivals)
        for name in arrival.campaigns
    ]
    found: dict[str, str] = {}
    for _, _, name, at in sorted(latest_first):
        if running(campaigns[name], now):
            for signal, value in campaigns[name].sets.items():
                if keep[signal] == VISIT or now - at < keep[signal]:
                    found.setdefault(signal, value)
    return found
