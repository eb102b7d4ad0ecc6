// One request to Python at a time: what a page makes of its answers.
import { deepEqual, equal, notEqual } from "node:assert/strict";
import { test } from "node:test";

import { device } from "../../edgepersona/browser/src/device.js";

/** A page whose worker gives these answers, one after the other. */
function page(...answers) {
  const core = { start: async () => {}, ask: async () => JSON.stringify(answers.shift()), knows() {} };
  return device({ core, stores: { read: () => ({}), write() {} }, page: () => ({}), env: () => ({}), patience: 1_000 });
}

const view = (block) => ({ language: "en", slots: { hero: { kind: "inline", block } } });

test("an answer that says the same again brings the same View, so that nothing is shown anew", async () => {
  const { ask } = page({ view: view("a") }, { view: view("a") }, { view: view("b") }, { view: view("a") });
  const views = [];
  for (let n = 0; n < 4; n += 1) views.push((await ask({ do: "look" })).view);
  equal(views[0], views[1]);
  equal(views[2].slots.get("hero").block, "b");
  equal(views[3].slots.get("hero").block, "a");
});

test("a value belongs to whoever asked for it", async () => {
  const { ask } = page({ value: [1] }, { value: [1] }, { value: null }, { value: [1] });
  const values = [];
  for (let n = 0; n < 4; n += 1) values.push((await ask({ do: "held" })).value);
  notEqual(values[0], values[1]);
  equal(values[2], null);
  notEqual(values[1], values[3]);
});

test("a call that waits for another does not wait for the page's clock", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { ask } = page({ view: view("a") }, { view: view("b") });
  const said = await Promise.all([ask({ do: "look" }), ask({ do: "look" })]);
  equal(said[1].view.slots.get("hero").block, "b");
});

test("an act that waited for the page view's first answer is counted as that view is", async () => {
  const counted = [];
  const answers = [{ ...view("a"), counted: true }, { ...view("a"), counted: true }];
  const core = {
    start: async () => {},
    ask: async ({ text }) => {
      counted.push(JSON.parse(text).page.counted);
      return JSON.stringify({ view: answers.shift() });
    },
    knows() {},
  };
  const stores = { read: () => ({}), write() {} };
  const { ask } = device({ core, stores, page: () => ({ slots: [] }), env: () => ({}), patience: 1_000 });
  await ask({ do: "page" });
  await ask({ do: "outcome" });
  deepEqual(counted, [false, true]);
});
