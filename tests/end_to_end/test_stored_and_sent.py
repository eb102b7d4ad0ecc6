"""Everything stored and everything sent, for every way to stand to consent: each storage of the origin and each request is
listed, and compared with what that way allows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, CDPSession

from edgepersona.core import reports

from .conftest import Demo, tab_in
from .test_consent_sources import TCF, standing
from .test_story import accepted
from .test_vault import DUMP, NOTHING

PAGE_GPC = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true });"
VISIT, PLANS = {"ep:visit", "ep:next"}, {"ep:choice", "ep:plan"}
ALL = {"remember": "on", "measure": "on"}


@dataclass(frozen=True)
class Way:
    """`acts`: calls after two answers, each a name and its arguments; then what is left of it."""

    acts: tuple[tuple[Any, ...], ...] = ()
    script: str = ""
    worker: str = ""
    """Run in the worker before it starts."""
    local: frozenset[str] = frozenset()
    session: frozenset[str] = frozenset(VISIT)
    sealed: frozenset[str] = frozenset()
    sent: int = 0
    stands: tuple[str, str] = ("off", "off")


AGREED = ("consent", ALL)
WAYS = {
    "never asked": Way(),
    "agreed": Way(
        (AGREED,), local=frozenset(PLANS), sealed=frozenset({"memory", "outbox"}), sent=1, stands=("on", "on")
    ),
    "withdrawn": Way((AGREED, ("page",), ("consent", dict.fromkeys(ALL, "off"))), local=frozenset({"ep:choice"})),
    "forgotten": Way((AGREED, ("page",), ("forget",)), local=frozenset({"ep:choice"}), session=frozenset()),
    "privacy control in the page": Way(
        (AGREED,), PAGE_GPC, local=frozenset(PLANS), sealed=frozenset({"memory"}), stands=("on", "off")
    ),
    "privacy control in the worker": Way(
        (AGREED,), worker=PAGE_GPC.replace("Navigator", "WorkerNavigator"), local=frozenset(PLANS),
        sealed=frozenset({"memory"}), stands=("on", "off"),
    ),
    "a framework's refusal": Way((("consent", {"remember": "on"}), AGREED), TCF, session=frozenset()),
}  # fmt: skip


def in_workers(session: CDPSession, script: str) -> None:
    """Have a script run in each worker of the page before its own."""

    def attached(event: dict[str, Any]) -> None:
        for number, (method, params) in enumerate(
            (("Runtime.evaluate", {"expression": script}), ("Runtime.runIfWaitingForDebugger", {}))
        ):
            message = f'{{"id": {number}, "method": "{method}", "params": {json.dumps(params)}}}'
            session.send("Target.sendMessageToTarget", {"sessionId": event["sessionId"], "message": message})

    session.on("Target.attachedToTarget", attached)
    session.send("Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": False})


@pytest.mark.parametrize("name", WAYS)
def test_what_is_stored_and_sent(demo: Demo, context: BrowserContext, name: str) -> None:
    way, tab, taken = WAYS[name], tab_in(context), accepted(demo)
    context.add_init_script(way.script)
    if way.worker:
        context.add_init_script("delete window.SharedWorker")  # a page's own worker is within a test's reach
        in_workers(context.new_cdp_session(tab.page), way.worker)
    tab.page.clock.install()
    tab.open(demo.advert, live=False)  # the first call starts Python; idleness is slow under a clock of ours
    refused = way.script == TCF
    if refused:
        tab.call("held")
        tab.page.evaluate("tcf('useractioncomplete')")
    answer = "([question, value]) => edgepersona.answer(question, value).then(() => 'taken', (error) => error.code)"
    for said in (["crm", "salesforce"], ["team_size", "21-50"]):
        assert tab.page.evaluate(answer, said) == ("personalise-off" if refused else "taken")
    for act in way.acts:
        tab.call(*act)
    if not way.acts or way.acts[-1] == AGREED:
        tab.open(demo.advert, live=False)  # counting begins with the next page view
        if refused:
            tab.call("held")
            tab.page.evaluate("tcf('useractioncomplete')")
    assert tuple(standing(tab).values()) == way.stands
    tab.page.clock.fast_forward("02:00:00")
    if way.sent:
        tab.acknowledged()
    else:
        tab.page.wait_for_timeout(1_000)
    assert tuple(standing(tab).values()) == way.stands

    found = tab.page.evaluate(DUMP)
    assert set(found["local"]) == way.local
    assert set(found["session"]) <= way.session
    tables = found["databases"].get("edgepersona", {"keys": {}, "records": {}})
    assert set(tables["keys"]) == set(tables["records"]) == way.sealed
    assert set(found["databases"]) == ({"edgepersona"} if way.sealed else set())
    assert all(cache.startswith("edgepersona ") and " memory-" in cache for cache in found["caches"]), (
        "files, no visitor"
    )
    rest = {"local": {}, "session": {}, "databases": {}, "caches": []}
    assert {**found, **rest} == NOTHING, "no cookies, files or service workers"
    told = "salesforce", "21-50", "use-case-salesforce"
    assert not any(word in str(found["local"] if not way.sealed else {}) for word in told)

    posted = [request for request in tab.requests if request.method != "GET"]
    bodies = [request.post_data_buffer or b"" for request in posted if request.method == "POST"]
    assert [len(body) for body in bodies] == [reports.SIZE] * way.sent
    assert {request.url for request in posted} <= {f"{demo.collector}/v1/report"} if way.sent else not posted
    assert accepted(demo) == taken + way.sent
    for request in tab.requests:
        assert request.url.partition("?")[2] in ("", "utm_campaign=sales-ops-hygiene"), "nothing rides in an address"
        assert "cookie" not in request.headers
    assert tab.complaints == []
