// The interpreter as a page gets it: started from modules and from a picture of memory, whole and broken.
import { equal, notEqual, ok, rejects } from "node:assert/strict";
import { test } from "node:test";

import { pictureOf, run } from "../../edgepersona/browser/src/python.js";
import { roomy } from "../../edgepersona/browser/src/when.js";
import { memory, modules, started } from "./started.js";

const value = ({ module, said }, code) => {
  ok(run(module, code), code);
  return said.pop();
};

test("nobody's randomness is in the picture", async () => {
  const [one, other] = [await started({ memory }), await started({ memory })];
  for (const { python } of [one, other]) python.restored();
  const draw = "import os; print(os.urandom(16).hex())";
  notEqual(value(one, draw), value(other, draw));
  // `random` is not among the modules; were it there, it would be seeded anew.
  const stub = "import sys, types; sys.modules['random'] = types.SimpleNamespace(seed=lambda seed: print(seed.hex()))";
  for (const { module } of [one, other]) ok(run(module, stub));
  one.python.restored();
  other.python.restored();
  notEqual(one.said.pop(), other.said.pop());
  equal(value(one, "print('random' in dir())"), "False");
});

test("texts cross whole, whatever is in them", async () => {
  for (const how of [{ modules }, { memory }]) {
    const { python } = await started(how);
    const { error } = JSON.parse(python.handle(JSON.stringify({ text: "ж🙂\u0000".repeat(100_000) })));
    equal(error.code, "not-started");
    await rejects(async () => python.start(new Uint8Array([1, 2, 3])), /Python failed/);
  }
});

test("a picture that is not whole is refused", async () => {
  const changed = (how) => {
    const copy = memory.slice();
    how(new DataView(copy.buffer));
    return copy;
  };
  const broken = {
    nothing: new Uint8Array(),
    short: memory.subarray(0, memory.length - 1),
    long: new Uint8Array([...memory.subarray(0, 100), ...memory.subarray(100), 0]),
    "another kind": changed((view) => view.setUint32(0, 7)),
    "too large": changed((view) => view.setUint32(4, 0xffff_ffff, true)),
    "too many runs": changed((view) => view.setUint32(8, 0xffff_ffff, true)),
    "outside memory": changed((view) => view.setUint32(12, 0xffff_f000, true)),
  };
  for (const [what, bytes] of Object.entries(broken)) await rejects(started({ memory: bytes }), undefined, what);
});

test("a picture of a start from a picture is that picture", async () => {
  const { module } = await started({ memory });
  const again = await started({ memory: pictureOf(module) });
  ok(JSON.parse(again.python.handle("{}")).error);
});

test("a device or connection that is short of room is not given Python unasked", () => {
  equal(roomy({}), true);
  equal(roomy({ deviceMemory: 1 }), false);
  equal(roomy({ connection: { saveData: true } }), false);
  equal(roomy({ connection: { effectiveType: "3g" } }), false);
  equal(roomy({ deviceMemory: 8, connection: { effectiveType: "4g" } }), true);
});
