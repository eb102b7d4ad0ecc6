// Rage clicks and quick returns, as far as no page is needed for them.
import { deepEqual, equal } from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { friction, leads, raging } from "../../edgepersona/browser/src/friction.js";

class Element {
  constructor(...matching) {
    this.matching = matching;
  }
  matches(selector) {
    return this.matching.some((part) => selector.split(",").includes(part));
  }
}

let click;
beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
  globalThis.Element = Element;
  globalThis.location = { href: "https://shop.example/a" };
  globalThis.getSelection = () => ({ isCollapsed: true });
  globalThis.addEventListener = (_, hear) => (click = hear);
});

const at = (...places) => places.map(([at, x = 0, y = 0]) => ({ at, x, y }));
const LINK = { href: "https://shop.example/b", target: "", download: "", protocol: "https:" };
const link = (more) => Object.assign(new Element("a[href]"), LINK, more);
const event = (node, more) => ({
  isTrusted: true, detail: 1, button: 0, timeStamp: 0, clientX: 0, clientY: 0, composedPath: () => [node, {}], ...more,
});

test("three clicks in a second, in one place", () => {
  equal(raging(at([0], [400], [999])), true);
  equal(raging(at([0], [400], [1_000])), false, "a second is over");
  equal(raging(at([0], [999])), false);
  equal(raging(at([0, 0, 0], [1, 30, 0], [2, 0, 0])), true);
  equal(raging(at([0, 0, 0], [1, 31, 0], [2, 0, 0])), false);
  equal(raging(at([0, 0, 0], [1, 20, 0], [2, 40, 0])), false, "any two of them");
  equal(raging(at([0, 500, 0], [2_000], [2_100], [2_200])), true, "what is long ago does not matter");
});

function clicking(node, more = [{}, {}, {}]) {
  let told = 0;
  const signs = friction(() => (told += 1), "navigate");
  signs.arrived(null);
  more.forEach((one, n) => click(event(node, { timeStamp: n * 100, ...one })));
  return told;
}

test("what wants to be clicked again and again is let be; so are scripts, keys and selected text", () => {
  equal(clicking(new Element("p")), 1);
  equal(clicking(new Element("p"), Array(9).fill({})), 1, "once a page view");
  for (const wants of ["input", "video", "[role=spinbutton]", "[aria-controls]", "[data-ep-repeat]"]) {
    equal(clicking(new Element(wants)), 0, wants);
  }
  equal(clicking(new Element("p"), Array(3).fill({ isTrusted: false })), 0);
  equal(clicking(new Element("p"), Array(3).fill({ detail: 0 })), 0);
  globalThis.getSelection = () => ({ isCollapsed: false });
  equal(clicking(new Element("p")), 0, "a triple click selects");
});

test("before Python was asked a sign waits for it, and is told once", () => {
  let told = 0;
  const signs = friction(() => (told += 1), "navigate");
  for (const timeStamp of [0, 1, 2]) click(event(new Element("p"), { timeStamp }));
  deepEqual([told, signs.arrived(null), told], [0, true, 0]);
  signs.reset();
  equal(signs.arrived(null), false, "the next page view begins anew");
});

test("a link leads away in this tab only without a key, a target, a download or a place on this page", () => {
  const plain = { button: 0 };
  equal(leads(LINK, plain, "https://shop.example/a"), true);
  equal(leads({ ...LINK, target: "_self" }, plain, "https://shop.example/a"), true);
  for (const [more, how = plain] of [
    [{ target: "_blank" }], [{ download: "x.pdf" }], [{ protocol: "mailto:", href: "mailto:a@b.example" }],
    [{ href: "https://shop.example/a#book" }], [{}, { button: 1 }], [{}, { ...plain, ctrlKey: true }], [{}, { ...plain, shiftKey: true }],
  ]) equal(leads({ ...LINK, ...more }, how, "https://shop.example/a"), false, JSON.stringify([more, how]));
});

/** Leaves a page by a link, `first` ms after it came up, and goes back `later` ms after that. */
function pogo({ how = "back_forward", later = 3_000, wait = 100, node = link() } = {}) {
  const before = friction(() => {}, "navigate");
  before.arrived(null);
  click(event(node));
  mock.timers.tick(wait);
  const away = before.leaving();
  mock.timers.setTime(Date.now() + later);
  return friction(() => {}, how).arrived(away);
}

test("a quick return: left by a link, and back within ten seconds", () => {
  equal(pogo(), true);
  equal(pogo({ later: 9_999 }), true);
  equal(pogo({ later: 10_000 }), false);
  equal(pogo({ how: "navigate" }), false, "a link back is no going back");
  equal(pogo({ how: "reload" }), false);
  equal(pogo({ wait: 10_000 }), false, "the click was not why it was left");
  equal(pogo({ node: new Element("p") }), false);
});

test("a note that was used is not handed on", () => {
  const page = friction(() => {}, "back_forward");
  equal(page.arrived(Date.now() - 1_000), true);
  equal(page.leaving(), null);
});

test("a clock that was set back, or a note that cannot be, is no return", () => {
  equal(friction(() => {}, "back_forward").arrived(Date.now() + 5_000), false);
  equal(friction(() => {}, "back_forward").arrived(null), false);
});

test("from the back/forward cache it needs no note, and counts once", () => {
  const page = friction(() => {}, "navigate");
  equal(page.arrived(null), false);
  click(event(link()));
  page.leaving();
  mock.timers.tick(3_000);
  page.returned();
  page.reset();
  equal(page.arrived(null), true);
  page.leaving();
  mock.timers.tick(100);
  page.returned();
  page.reset();
  equal(page.arrived(null), false, "this time no link was followed");
});

test("the page in between hands the note on, while it is fresh, and does not keep it", () => {
  const between = friction(() => {}, "navigate");
  const left = Date.now();
  equal(between.arrived(left), false);
  mock.timers.tick(9_000);
  equal(between.leaving(), left);
  mock.timers.tick(1_000);
  equal(between.leaving(), null);
  between.returned();
  between.reset();
  equal(between.arrived(null), false);
});
