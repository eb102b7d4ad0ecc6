// What a page needs only once Python is wanted, or something stored is to be changed: the worker's end, the stores,
// the page's own calls, sending, and what works without Python. Fetched when it is first needed, never before.

import { api } from "./api.js";
import { withdraws } from "./choice.js";
import { core } from "./core.js";
import { device } from "./device.js";
import { fixOf } from "./failures.js";
import "./fixes.js";
import { take } from "./left.js";
import { outside } from "./outside.js";
import { sender } from "./sender.js";
import { stores } from "./stores.js";
import { pinOf } from "./trusted-bundle.js";
import { spare } from "./when.js";
import { withoutPython } from "./without-python.js";

/**
 * `config`: of the build; `options`: of the page. `lost(code, fix)`: see core.js; `trouble(fix)`: see stores.js.
 * `request`: what device.js asks of the page. `relay(answer)` gets each answer of the sender's own calls. `heard()`: a
 * consent banner has spoken, see outside.js. `tell(word)`: see without-python.js.
 * `off(state)`: the page as everyone sees it, in this state; off where none is named. `calls`: {run, answer, exposed},
 * see api.js, and `gone()`, whether Python is not to be had.
 * Returns {python, ask, post, store, keep, fixOf, take, api, consent, begin, withdraw, wipe}.
 */
export function connect({ base, config, options, lost, trouble, request, relay, heard, tell, off, calls }) {
  const store = stores(() => trouble(fixOf("storage-unavailable")));
  const python = core(base, pinOf(config, options), config.bundle, (code) => lost(code, fixOf(code)), (said) => heardOf(said));
  const sources = outside(heard);
  const env = () => {
    const page = request.env();
    return { ...page, gpc: page.gpc || python.gpc, outside: sources.read() };
  };
  const { ask, heard: heardOf } = device({ core: python, stores: store, ...request, env });
  const post = sender(config.collector, async (call) => relay(await ask(call)));
  const keep = () => spare(() => python.keep());
  // What was signed out of, forgotten or switched off while the page was away does not come back for one frame.
  let said;
  addEventListener("pagehide", () => (said = store.read().choice));
  addEventListener("pageshow", ({ persisted }) => persisted && said !== store.read().choice && off("waiting"));
  const hands = withoutPython({ store, tell, off });

  /** `by`: who switches, where that is not the visitor. */
  async function consent(changes, by) {
    try {
      await calls.run({ do: "consent", changes, by }, true);
    } catch (error) {
      if (!calls.gone() || !withdraws(changes)) throw error;
      await hands.withdraw(changes);
    }
  }

  return { python, ask, post, store, keep, fixOf, take, api: api({ ...calls, consent }), consent, ...hands };
}
