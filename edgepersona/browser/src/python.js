// What a page needs only once Python is wanted, or something stored is to be changed: the worker's end, the stores,
// sending, and what works without Python. Fetched when it is first needed, never before.

import { core } from "./core.js";
import { device } from "./device.js";
import { outside } from "./outside.js";
import { sender } from "./sender.js";
import { stores } from "./stores.js";
import { withoutPython } from "./without-python.js";

/**
 * `pin`: see trusted-bundle.js. `lost(code)`, `trouble()`: see core.js and stores.js. `request`: what device.js asks of the page. `relay(answer)` gets
 * each answer of the sender's own calls. `heard()`: a consent banner has spoken, see outside.js. `tell(word)` and
 * `off()`: see without-python.js.
 * Returns {python, ask, post, store, withdraw, wipe}.
 */
export function connect({ base, pin, collector, lost, trouble, request, relay, heard, tell, off }) {
  const store = stores(trouble);
  const python = core(base, pin, lost);
  const sources = outside(heard);
  const env = () => ({ ...request.env(), outside: sources.read() });
  const ask = device({ core: python, stores: store, ...request, env });
  const post = sender(collector, async (call) => relay(await ask(call)));
  return { python, ask, post, store, ...withoutPython({ store, tell, off }) };
}
