// What the build's tables say before Python has spoken: cells the core made, looked up and told in a View's form.
//
// Rules
// 1. A cell covers this page view as long as only what it foresees happened: something was seen, and questions that
//    the cells themselves asked were answered. Whatever else happens ends that; then Python alone knows.
// 2. Nothing is worked out here: a path leads to a cell, or there is none.
// 3. A file that cannot be had as it was built, or is another build's, foresees nothing, and ends it, too.

import { emit } from "./dom.js";
import { fixOf } from "./failures.js";
import { fetched } from "./listed.js";
import { keyOf, periodOf } from "./look.js";

const files = new Map();

function fileOf(base, language) {
  if (!files.has(language)) {
    const file = fetched(base, `tables/${language}.json`)
      .then((response) => response.json())
      .catch(() => {
        files.delete(language);
        return {};
      });
    files.set(language, file);
  }
  return files.get(language);
}

function entryOf(table, [block, usual, said]) {
  const entry = { kind: "inline", block, default: usual, reason: null, because: null, question: null };
  if (usual || block === null) return { ...entry, reason: said };
  return { ...entry, because: said, ...table.blocks[block] };
}

/** The View of one cell, as `answerOf` in device.js gives Python's; null where there is no such cell. */
export function viewOf(table, key, path, now) {
  const tree = table.trees[table.cells[key]] ?? {};
  const numbers = Object.hasOwn(tree, path) ? tree[path] : null;
  const number = Array.isArray(numbers) ? numbers[periodOf(table.ends, now)] : numbers;
  if (number === null) return null;
  const [due, ...places] = table.rows[number];
  const slots = new Map(table.slots.map((name, place) => [name, entryOf(table, table.entries[places[place]])]));
  return { state: "ready", language: table.language, slots, again: null, due: due === 1 };
}

/** For one page view. `table` is the one in the page, `covered` whether it covers this visitor. */
export function foresight(base, language, table, covered) {
  let path = covered ? "" : null;
  const key = covered ? keyOf(table.parameters, location) : null;

  async function at(where) {
    const file = await fileOf(base, language);
    if (file.id === table.id) return viewOf(file, key, where, Date.now());
    if (!file.id && path !== null) emit("error", { code: "tables-failed", fix: fixOf("tables-failed") });
    return (path = null);
  }

  return {
    get covers() {
      return path !== null;
    },
    get key() {
      return key;
    },
    end() {
      path = null;
    },
    /** Something was seen. What the cell says then; null without one, or where that is what stands there already. */
    async seen() {
      if (path === "") path = "+";
      const spans = table.cells[key];
      const more = spans[periodOf(spans.map(([end]) => end), Date.now())][2] === 1;
      return path === "+" && !more ? null : this.view();
    },
    /** What the cell says; null without one. */
    view: async () => (path === null ? null : at(path)),

    /** The block in which the cell asks a question; null where it does not. */
    async asks(question) {
      const cell = path ? await at(path) : null;
      const asking = cell && [...cell.slots.values()].find((entry) => entry.question?.id === question);
      return asking?.block ?? null;
    },

    /** What follows from an answer to a question that the cell asks; null where no cell foresees it. */
    async answered(question, value) {
      const before = path;
      const next = `${before === "+" ? "" : `${before},`}${question}=${value}`;
      const cell = await at(next);
      path = cell && path === before ? next : null;
      return path && cell;
    },
  };
}
