// Texts that come from outside: the choice store, the worker's answers, words, notes, headers.
import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import { test } from "node:test";

import { agreed, forgotten, withdrawn, withdraws } from "../../edgepersona/browser/src/choice.js";
import { answerOf } from "../../edgepersona/browser/src/device.js";
import { failure, fixOf } from "../../edgepersona/browser/src/failures.js";
import { bytesOf, seconds } from "../../edgepersona/browser/src/sender.js";
import { format, lookup, words } from "../../edgepersona/browser/src/words.js";

test("agreement is one exact word in a store of ours", () => {
  equal(agreed('{"v":1,"remember":"on"}', "remember"), true);
  const hostile = [
    null, "", "[]", "null", "7", '{"remember":"on"}', '{"v":2,"remember":"on"}', '{"v":1,"remember":true}',
    '{"v":1,"__proto__":{"remember":"on"}}', '{"v":1,"remember":["on"]}', "{".repeat(9_999),
  ];
  for (const text of hostile) equal(agreed(text, "remember"), false, String(text).slice(0, 40));
});

test("withdrawing keeps what else was said", () => {
  const text = withdrawn('{"v":1,"remember":"on","measure":"on","quiet":true}', { remember: "off" });
  deepEqual(JSON.parse(text), { v: 1, remember: "off", measure: "on", quiet: true });
});

test("withdrawing everything names every source", () => {
  const { personalise } = JSON.parse(withdrawn("nonsense", { personalise: "off" }));
  deepEqual(personalise, { account: "off", answer: "off", usage: "off", campaign: "off" });
});

const OFF = { account: "off", answer: "off", usage: "off", campaign: "off" };

test("a choice that cannot be read may have said no: what is written in its place switches nothing on", () => {
  for (const text of ["", "nonsense", "null", "[1]", '"off"', '{"v":2,"personalise":"off"}', '{"__proto__":{"v":1}}']) {
    deepEqual(JSON.parse(withdrawn(text, { measure: "off" })), { v: 1, personalise: OFF, measure: "off" }, text);
    deepEqual(JSON.parse(forgotten(text, 120_000)), { v: 1, personalise: OFF, forgot: 2 }, text);
  }
  deepEqual(JSON.parse(withdrawn(null, { measure: "off" })), { v: 1, measure: "off" }, "nothing said is no damage");
  deepEqual(JSON.parse(forgotten(null, 120_000)), { v: 1, forgot: 2 });
});

test("forgetting everything leaves what was switched off", () => {
  const said = { v: 1, personalise: { answer: "on", usage: "off" }, remember: "off", measure: "on", refused: 20_000 };
  const text = JSON.stringify({ ...said, by: { measure: "page" }, quiet: true, optin: ["budget"], forgot: 7 });
  const left = { v: 1, personalise: { usage: "off" }, remember: "off", refused: 20_000, quiet: true, forgot: 8 };
  deepEqual(JSON.parse(forgotten(text, 0)), left);
  deepEqual(JSON.parse(forgotten('{"v":1,"remember":"off","personalise":"off"}', 0)), { v: 1, personalise: "off", forgot: 0 });
});

test("only switching off can be done without Python", () => {
  equal(withdraws({ personalise: "off", remember: "off" }), true);
  for (const changes of [{}, null, { remember: "on" }, { personalise: { usage: "off" } }, { other: "off" }]) {
    equal(withdraws(changes), false, JSON.stringify(changes));
  }
});

const SLOT = { kind: "inline", block: "b", default: false, reason: null, text: { title: "T" }, because: "B", question: null };
const VIEW = { state: "ready", language: "de", slots: { hero: SLOT }, due: 5, again: null };
const reply = (changes) => JSON.stringify({ stores: {}, value: null, view: VIEW, ...changes });

test("an answer is taken apart", () => {
  const { view, due, stores, error } = answerOf(reply({ stores: { visit: "{}", memory: null } }));
  equal(view.slots.get("hero").text.title, "T");
  equal(view.state, "ready");
  deepEqual([due, view.again, error], [5, null, null]);
  deepEqual(stores, { visit: "{}", memory: null });
});

test("an answer that only reads has no view, and says when to send only where it knows", () => {
  equal(answerOf('{"stores":{},"value":3}').view, null);
  equal(answerOf('{"stores":{},"value":3}').due, undefined);
  equal(answerOf('{"stores":{},"value":null,"due":null}').due, null);
});

test("a slot called like a property of every object is a slot and nothing else", () => {
  const { view } = answerOf(reply({ view: { ...VIEW, slots: JSON.parse(`{"__proto__":${JSON.stringify(SLOT)}}`) } }));
  deepEqual([...view.slots.keys()], ["__proto__"]);
  equal({}.kind, undefined);
});

for (const [what, text] of Object.entries({
  "no JSON": "nonsense",
  "a list": "[]",
  "a store of another name": reply({ stores: { cookies: "x" } }),
  "a store that is no text": reply({ stores: { visit: {} } }),
  "a view without slots": reply({ view: { state: "ready", language: "de" } }),
  "a slot of another kind": reply({ view: { ...VIEW, slots: { hero: { ...SLOT, kind: "popup" } } } }),
  "a title that is no text": reply({ view: { ...VIEW, slots: { hero: { ...SLOT, text: { title: ["x"] } } } } }),
  "a question without options": reply({ view: { ...VIEW, slots: { hero: { ...SLOT, question: { id: "q", ask: "?" } } } } }),
  "an error without a code": reply({ error: { message: "x" } }),
})) {
  test(`an answer is refused whole: ${what}`, () => throws(() => answerOf(text), { code: "bad-answer" }));
}

test("a failure carries its code, and its fix as the message", () => {
  const error = failure("deadline");
  equal(error instanceof Error, true);
  equal(error.code, "deadline");
  equal(error.message, fixOf("deadline"));
  equal(fixOf("toString"), fixOf("failed"));
});

test("placeables are filled, unknown ones stay visible", () => {
  const templates = new Map([["hello", "Hello {name}, {missing}"]]);
  equal(format(templates, "hello", { name: "<b>$&" }), "Hello <b>$&, {missing}");
  equal(format(templates, "hello", { name: "x", toString: "y" }), "Hello x, {missing}");
  equal(format(templates, "other"), "other");
  equal(format(new Map([["pair", "{a} {b}"]]), "pair", { a: "{b}", b: " " }), "{b} —");
  equal(format(new Map([["n", "{n}."]]), "n", { n: "שם" }), "\u2068שם\u2069.");
  equal(format(new Map([["n", "שלום {n}"]]), "n", { n: "C++" }), "שלום \u2068C++\u2069");
});

test("a number finds its plural form, where the message has it", () => {
  const templates = new Map([["language", "uk"], ["n", "{count} other"], ["n.few", "{count} few"]]);
  equal(format(templates, "n", { count: 23 }), "23 few");
  equal(format(templates, "n", { count: 13 }), "13 other");
  equal(format(templates, "n", { count: "23" }), "23 other");
});

test("a language is looked up as RFC 4647 says, else the first", () => {
  const languages = ["en", "de", "zh-Hant", "pt-BR"];
  for (const [wanted, found] of Object.entries({
    de: "de", "de-AT": "de", "DE-ch-1996": "de", "zh-Hant-TW": "zh-Hant", "zh-Hans": "en", "pt-br": "pt-BR", pt: "en",
    "de-x-private": "de", "": "en", "-": "en", "--": "en", "de_AT": "en",
  })) {
    equal(lookup(wanted, languages), found, wanted);
  }
});

test("words are never asked for under a name that is no language", () =>
  rejects(words("https://shop.example/ep/", "../../secret"), { code: "words-failed" }));

test("Retry-After comes in two forms and is never negative", () => {
  const now = Date.UTC(2026, 10, 21, 10);
  equal(seconds("120", now), 120);
  equal(seconds("Sat, 21 Nov 2026 10:01:00 GMT", now), 60);
  for (const header of [null, "", "-5", "soon", "Sat, 21 Nov 2026 09:00:00 GMT", "9".repeat(80), "1e400"]) {
    equal(seconds(header, now), null, header);
  }
});

test("a body is exactly its base64's bytes", () => {
  deepEqual([...bytesOf("AP+AAQ==")], [0, 255, 128, 1]);
  throws(() => bytesOf("not base64!"));
});
