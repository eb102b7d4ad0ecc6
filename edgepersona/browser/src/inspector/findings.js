// What is wrong, in one list: the differences between what should be here and what is.
//
// Rules
// 1. An alarm is something held, served or sent that nobody reviewed. A notice is what time alone explains.
// 2. Nothing is judged here twice: the core tells what its catalogue does not name, this puts it beside the rest.

const WORDS = {
  unknown: "is held, and the catalogue does not name it",
  misplaced: "is held in a store where it is never put",
  unconsented: "is held without anybody's consent",
  unreadable: "cannot be read, so nobody can tell what is held there",
  overdue: "is past its time: the next page view deletes it",
};
const FILES = {
  differs: "is not what integrity.json lists",
  missing: "is listed in integrity.json and not served",
  unreadable: "is listed in integrity.json and cannot be fetched",
};
const STORES = {
  choice: "localStorage ep:choice", plan: "localStorage ep:plan", visit: "sessionStorage ep:visit",
  next: "sessionStorage ep:next", left: "sessionStorage ep:left", memory: "the sealed memory", outbox: "the sealed outbox",
};

function* signatures({ state, pinned, late }) {
  if (state === "invalid") yield "The signature is wrong: this list is not what its key signed";
  if (state === "unsigned" && pinned === false) yield "config.js pins a key, and integrity.json is not signed";
  else if (pinned === false) yield "integrity.json is signed by another key, or for another site, than config.js pins";
  if (late) yield "The build is below the lowest one that is still accepted";
}

function* all({ list, files, signature, storage, core, problem }) {
  const alarm = (text, what = "") => ({ alarm: true, text, what });
  if (!list) yield alarm("integrity.json is missing, or is not a list of this build's files");
  for (const { name, state } of files ?? []) if (state !== "same") yield alarm(`${name} ${FILES[state]}`);
  for (const text of signature ? signatures(signature) : []) yield alarm(text);
  for (const { area, name, whose } of storage) {
    if (whose === "stranger") yield alarm(`${area} ${name} bears this SDK's name, and this SDK never writes it`);
  }
  for (const { store, kind, path, what } of core?.differences ?? []) {
    yield { alarm: kind !== "overdue", text: `${STORES[store]}${path && `, ${path}`}: ${WORDS[kind]}`, what: what === "null" ? "" : what };
  }
  if (problem) yield alarm("The core did not start, so what is held cannot be held against the catalogue", problem);
}

/** [{alarm, text, what}], alarms first. */
export const findings = (inspection) => [...all(inspection)].sort((one, other) => other.alarm - one.alarm);
