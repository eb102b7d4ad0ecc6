"""A page that changes under the SDK: 200 routes that bring their own slots, slots that come late, change their names, go."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from .conftest import PATIENCE, Tab
from .pages import ADVERT, PAGE, built
from .serving import site
from .stored import stored
from .test_failures import LISTEN
from .test_first_paint import hold, let_go

TREATED = ("{control: 0.5}", "{control: 0}")
COUNTED = ("caps: [", "caps: [{class: content, outcome: shown, at_most: 1000, within: 1d}, ")
"""Else nothing asks how often a block was seen, and nobody notes it."""
# A block counts as seen after a second in view; 200 routes need not last 200 seconds.
SOON = """const later = setTimeout;
window.setTimeout = (done, ms, ...args) => later(done, args[0] instanceof Element ? 0 : ms, ...args);
window.told = {};
document.addEventListener("ep:shown", ({ detail: { slot } }) => (told[slot] = (told[slot] ?? 0) + 1));"""
ROUTES = """(() => {
  const slot = (name) => {
    const host = document.createElement("ep-slot");
    host.setAttribute("name", name);
    host.append(Object.assign(document.createElement("p"), { textContent: `What everyone sees: ${name}` }));
    return host;
  };
  let route = 0;
  const arrive = (mount) => {
    route += 1;
    if (mount) document.querySelector("main").replaceChildren(
      ...[...(route % 2 ? ["hero", "parts"] : ["hero", "ask", "notice"]), `only-${route}`].map(slot));
    return route % 2 ? `/?route=${route}` : "/?utm_campaign=repair-week";
  };
  const seen = async (before) => { while ((told.hero ?? 0) === before) await new Promise(requestAnimationFrame); };
  window.pushed = async (count, mount) => {
    for (let n = 0; n < count; n += 1) {
      const before = told.hero ?? 0;
      history.pushState(null, "", arrive(mount));
      await edgepersona.page();
      await seen(before);
    }
  };
  // As docs/in-the-page.md says.
  let counted = null;
  const listen = () => {
    counted = () => {};
    navigation.addEventListener("navigate", (event) => event.canIntercept && event.intercept({ handler: async () => {} }));
    navigation.addEventListener("navigatesuccess", () => edgepersona.page().then(() => counted()));
  };
  window.navigated = async (count, mount) => {
    if (!counted) listen();
    for (let n = 0; n < count; n += 1) {
      const before = told.hero ?? 0;
      const done = new Promise((resolve) => (counted = resolve));
      navigation.navigate(arrive(mount));
      await done;
      await seen(before);
    }
  };
})();"""


# What the interpreter's instance says of its memory: how far it reaches, and up to where it is used.
HOOK = """const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (...args) => {
  const instance = await instantiate.apply(WebAssembly, args);
  if (instance.exports.memory) self.python = instance.exports;
  return instance;
};"""
USED = (
    "[python.memory.buffer.byteLength, new Uint32Array(python.memory.buffer)[python.emscripten_get_sbrk_ptr() >>> 2]]"
)


class Memory:
    """What a page and its worker use, asked over the browser's own protocol."""

    def __init__(self, page: Page) -> None:
        self.page, self.session = page, page.context.new_cdp_session(page)
        self.worker, self.said = "", dict[int, Any]()
        self.session.on("Target.attachedToTarget", self.attached)
        self.session.on("Target.receivedMessageFromTarget", self.hear)
        ahead = {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": False}
        self.session.send("Target.setAutoAttach", ahead)

    def attached(self, event: dict[str, Any]) -> None:
        self.worker = event["sessionId"]
        self.tell(1, "Runtime.evaluate", {"expression": HOOK})
        self.tell(2, "Runtime.runIfWaitingForDebugger")

    def tell(self, number: int, method: str, params: dict[str, Any] | None = None) -> None:
        message = json.dumps({"id": number, "method": method, "params": params or {}})
        self.session.send("Target.sendMessageToTarget", {"sessionId": self.worker, "message": message})

    def hear(self, event: dict[str, Any]) -> None:
        message = json.loads(event["message"])
        if "id" in message:
            self.said[message["id"]] = message["result"]

    def asked(self, method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
        number = max(self.said) + 1
        self.tell(number, method, params)
        while number not in self.said:
            self.page.wait_for_timeout(10)
        return dict(self.said[number])

    def read(self) -> dict[str, int]:
        for _ in range(2):  # what elements held goes with the second
            self.session.send("HeapProfiler.collectGarbage")
            self.asked("HeapProfiler.collectGarbage")
        page, nodes = self.session.send("Runtime.getHeapUsage"), self.session.send("Memory.getDOMCounters")
        python = self.asked("Runtime.evaluate", {"expression": USED, "returnByValue": True})["result"]["value"]
        return {
            "page": page["usedSize"] + page["embedderHeapUsedSize"] + page["backingStorageSize"],
            "nodes": nodes["nodes"],
            "listeners": nodes["jsEventListeners"],
            "worker": self.asked("Runtime.getHeapUsage")["usedSize"],
            "memory": python[0],
            "python": python[1],
        }


def complaints(tab: Tab) -> list[str]:
    return [said for said in tab.complaints if "404" not in said]  # but for the icon these pages have none of


def test_200_routes_that_bring_their_own_slots(tab: Tab, tmp_path: Path) -> None:
    """Memory stays flat, of the page as of Python; and each view, impression and counter is counted once."""
    folder, page = built(tmp_path, TREATED, COUNTED)
    with site(folder, {"/": page.html}, page.policy) as origin:
        tab.page.add_init_script(LISTEN + SOON + "delete window.SharedWorker;")  # its own is within a test's reach
        memory = Memory(tab.page)
        tab.open(origin + ADVERT)
        tab.call("consent", {"measure": "on"})
        tab.page.evaluate(ROUTES)
        tab.page.evaluate("pushed(20, true)")
        tab.page.evaluate("navigated(40, true)")
        before = memory.read()
        for routes in ("pushed(20, false)", "pushed(40, true)", "navigated(80, true)"):
            tab.page.evaluate(routes)
        after = memory.read()
        grown = {what: after[what] - before[what] for what in before}
        assert grown["nodes"] <= 8, "no route leaves an element behind"
        assert grown["listeners"] <= 4
        assert grown["page"] <= 140 * 1_200, "the visit's events, 60 characters a route, in a few copies"
        assert grown["worker"] <= 140 * 600
        assert grown["python"] <= 140 * 2_000, "which is what Python takes at once"
        assert grown["memory"] == 0

        events = json.loads(tab.page.evaluate("sessionStorage.getItem('ep:visit')"))["events"]
        counted = Counter(tuple(event[1:]) for event in events)
        shown = {"hero-repair": 201, "ask-riding": 2}
        assert counted == {
            ("visit",): 1,
            ("page_view",): 201,
            **{("shown", block): count for block, count in shown.items()},
        }
        assert tab.page.evaluate("told") == {"hero": 201, "ask": 2}
        outbox = json.loads(stored(tab.page)["outbox"] or "")
        assert Counter(outbox["marks"]) == Counter(
            [
                "arm:treated:exposed",
                *(f"block:{block}:everybody:shown" for block in shown),
                *(f"silence:{reason}" for reason in ("BELOW_SILENCE", "INTERRUPT_BUDGET", "PAGE_BUSY")),
            ]
        )
        assert (outbox["waiting"], outbox["made"]) == ([], 0)
        assert tab.page.evaluate("failures") == []
        assert complaints(tab) == []


ADD = """(name) => {
  const late = document.createElement("ep-slot");
  late.setAttribute("name", name);
  late.append(`What everyone sees: ${name}`);
  document.querySelector("main").append(late);
}"""


RENAME = "([name, other]) => document.querySelector(`ep-slot[name=${name}]`).setAttribute('name', other)"
# A look is on its way to Python when the visitor dismisses: its answer knows nothing of that yet.
DISMISSED = """() => {
  dispatchEvent(new Event("visibilitychange"));
  dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
}"""


def test_slots_that_come_late_change_their_names_and_are_dismissed(tab: Tab, tmp_path: Path) -> None:
    alone = re.sub('<ep-slot name="(parts|notice)".*\n', "", PAGE)
    patient = (
        ("gap: 30s", "gap: 0s"),
        ("at_most: 2, within: 1d", "at_most: 99, within: 1d"),
        ("{half_life: 5d, stop: 0.6}", "{half_life: 1h, stop: 1}"),
    )
    folder, page = built(tmp_path, TREATED, *patient, page=alone)
    with site(folder, {"/": page.html}, page.policy) as origin:
        tab.page.add_init_script(LISTEN + SOON)
        held = hold(tab)
        tab.open(origin + ADVERT, live=False)
        expect(tab.page.locator("ep-slot[name=ask]")).to_have_attribute("data-ep-block", "ask-riding", timeout=PATIENCE)

        # Before Python: one the page has texts for, one that only the file knows, one that nobody knows.
        for name in ("hero", "parts", "unknown"):
            tab.page.evaluate(ADD, name)
        heroes = tab.page.locator("ep-slot[name=hero] [part=title]")
        assert heroes.all_inner_texts() == ["Fixed by tomorrow"] * 2
        assert tab.page.locator("ep-slot[name=hero]").last.get_attribute("data-ep-from") == "first-paint"
        assert (tab.block("parts"), tab.block("unknown")) == (None, None)
        let_go(held, tab)
        tab.call("answer", "riding", "work")
        expect(tab.page.locator("ep-slot[name=parts] [part=title]")).to_have_text("Parts for work", timeout=PATIENCE)
        expect(tab.page.get_by_text("What everyone sees: unknown")).to_be_visible()

        # What interrupts has waited for its place.
        tab.call("consent", {"remember": "on"})
        tab.call("answer", "riding", "tours")
        tab.page.evaluate(ADD, "notice")
        notice = tab.page.locator("ep-slot[name=notice]")
        expect(notice).to_have_attribute("data-ep-block", "offer", timeout=PATIENCE)
        tab.page.evaluate(DISMISSED)
        for call in ("decide", "held", "decide"):
            assert tab.block("notice") is None, "it stays away"
            tab.call(call)
        tab.call("page")
        expect(notice).to_have_attribute("data-ep-block", "offer", timeout=PATIENCE)

        # A slot that was seen gets another name: it is another slot, at once or with the next View.
        tab.call("answer", "riding", "work")
        expect(tab.page.locator("ep-slot[name=parts]")).to_have_attribute("data-ep-block", "parts-work")
        shown = tab.page.evaluate("told.parts")
        tab.page.evaluate(RENAME, ["ask", "parts"])
        tab.page.evaluate("dispatchEvent(new Event('visibilitychange'))")
        first = tab.page.locator("ep-slot[name=parts]").first
        expect(first.locator("[part=title]")).to_have_text("Parts for work", timeout=PATIENCE)
        assert tab.page.locator("ep-slot[name=parts]").first.get_attribute("data-ep-block") == "parts-work"
        tab.page.wait_for_function("(before) => told.parts > before", arg=shown)
        tab.page.evaluate(RENAME, ["hero", "elsewhere"])
        tab.call("page")
        elsewhere = tab.page.locator("ep-slot[name=elsewhere]")
        assert elsewhere.get_attribute("data-ep-block") is None
        expect(elsewhere.get_by_role("heading", name="The corner shop")).to_be_visible()
        assert tab.page.evaluate("failures") == []
        assert complaints(tab) == []
