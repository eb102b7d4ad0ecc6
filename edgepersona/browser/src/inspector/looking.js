// One look at everything: storage first, as it lies there, before anything else could touch it.
//
// Rules
// 1. The core is asked in the same worker that the site's pages use, with what was found; what it answers is never
//    written anywhere.

import config from "./config.js";
import { core } from "../core.js";
import { random } from "../dom.js";
import { fixOf } from "../failures.js";
import "../fixes.js";
import { pinOf } from "../trusted-bundle.js";
import { compared, listed, signature } from "./build.js";
import { findings } from "./findings.js";
import { storage } from "./storage.js";

const PATIENCE = 60_000;
const FORGETFUL = { read: () => null, write() {} };

/** Returns `inspect(tab, progress)`, which resolves to the inspection, plain data. */
export function inspector(base) {
  let python = null;

  async function ask(call, stores) {
    python ??= core(base.href, pinOf(config, {}), config.bundle, () => (python = null), () => {}, FORGETFUL);
    await python.start();
    const env = { language: "en", url: base.href, gpc: navigator.globalPrivacyControl === true };
    const page = { value_seen: true, showing: {} };
    const request = { now: Date.now(), entropy: random(32), env, page, stores, call };
    const answer = JSON.parse(await python.ask(JSON.stringify(request), PATIENCE));
    if (answer.error) throw Object.assign(new Error(answer.error.message), answer.error);
    return answer.value;
  }

  return async function inspect(tab, progress) {
    const list = await listed(base);
    const held = await storage(base, tab, list?.files);
    const files = list && (await compared(base, list.files, progress));
    const signed = list && (await signature(list, config));
    let value = null;
    let problem = null;
    try {
      value = await ask({ do: "inspect", left: held.left }, held.stores);
    } catch (error) {
      problem = `${error.code ?? "failed"}: ${error.message || fixOf(error.code)}`;
    }
    const seen = {
      format: 1,
      at: new Date().toISOString(),
      folder: base.href,
      site: config.site,
      collector: config.collector,
      expose: config.expose,
      list: list !== null,
      signature: signed,
      files,
      storage: held.entries,
      core: value,
      problem,
    };
    return { ...seen, findings: findings(seen) };
  };
}
