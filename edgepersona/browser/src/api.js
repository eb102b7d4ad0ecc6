// `window.edgepersona`: what the page's own scripts may ask, checked and turned into calls. The loaders hold calls
// back until this is there.
//
// Rules
// 1. Calls that act return nothing; calls that read return plain data, and only in builds that expose it.
// 2. Arguments are checked for their form here, for their meaning by Python.
// 3. Errors are Error objects with a `code`.

import { failure } from "./failures.js";

const word = (value, what) => {
  if (typeof value === "string" && value.length > 0 && value.length <= 200) return value;
  throw failure("bad-request", `${what} is a text of up to 200 characters`);
};
const yes = (value) => {
  if (typeof value === "boolean") return value;
  throw failure("bad-request", "yes is true or false");
};
const optional = (value, what) => (value == null ? null : word(value, what));

function changesOf(changes) {
  if (changes === null || typeof changes !== "object") throw failure("bad-request", "consent takes a map of changes");
  return JSON.parse(JSON.stringify(changes));
}

/**
 * `run(call, own)` is async; `answer(question, value)` also shows what the tables foresee, and resolves to how to wait
 * for Python; `consent(changes, by)` also works without Python where it withdraws. A new page view is client.js' own.
 */
export function api({ run, answer, consent, exposed }) {
  const acting = (make, own) => async (...args) => {
    await run(make(...args), own);
  };
  const reading = (make) => async (...args) => {
    if (!exposed) throw failure("not-exposed");
    return run(make(...args));
  };
  // Whether an item was there to delete is known to whoever may list them; a signal is the file's.
  const mayName = (what) => {
    if (!exposed && what?.includes(":")) throw failure("not-exposed");
    return what;
  };
  return Object.freeze({
    consent: async (changes) => consent(changesOf(changes), "page"),
    track: acting((event) => ({ do: "track", event: word(event, "an event") }), false),
    signal: acting((id, value) => ({ do: "signal", signal: word(id, "a signal"), value: optional(value, "a value") }), true),
    async answer(id, value) {
      const [question, said] = [word(id, "a question"), optional(value, "a value")];
      if (said === null) await run({ do: "answer", question, value: said }, true);
      else await (await answer(question, said))();
    },
    quiet: acting((value) => ({ do: "quiet", yes: yes(value) }), true),
    optIn: acting((id, value) => ({ do: "optIn", signal: word(id, "a signal"), yes: yes(value) }), true),
    forget: acting((what) => ({ do: "forget", what: mayName(optional(what, "what")) }), true),
    signOut: acting(() => ({ do: "signOut" }), true),
    // It always asks the core; the decision itself is for builds that expose it.
    decide: exposed ? reading(() => ({ do: "decide" })) : acting(() => ({ do: "look" }), false),
    why: reading((slot) => ({ do: "why", slot: word(slot, "a slot") })),
    held: reading(() => ({ do: "held" })),
    outbox: reading(() => ({ do: "outbox" })),
    sent: reading(() => ({ do: "sent" })),
    export: reading(() => ({ do: "export" })),
  });
}
