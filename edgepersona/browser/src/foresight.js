// What the build's tables say before Python has spoken: cells the core made, looked up and told in a View's form.
//
// Rules
// 1. A cell covers this page view as long as only what it foresees happened: something was seen, and questions that
//    the cells themselves asked were answered. Whatever else happens ends that; then Python alone knows.
// 2. Nothing is worked out here: a path leads to a cell, or there is none.

import { failure } from "./failures.js";
import { keyOf, periodOf } from "./look.js";

const files = new Map();

function fileOf(base, language) {
  if (!files.has(language)) {
    const file = fetch(new URL(`tables/${language}.json`, base), { credentials: "same-origin" })
      .then((response) => (response.ok ? response.json() : Promise.reject(response.status)))
      .catch(() => {
        files.delete(language);
        throw failure("tables-failed");
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
    return file.id === table.id ? viewOf(file, key, where, Date.now()) : null; // else of another build
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
    seen() {
      if (path === "") path = "+";
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
