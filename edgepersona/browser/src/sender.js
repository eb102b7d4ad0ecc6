// Sends what Python handed out, when Python said so, and tells Python how it went.
//
// Rules
// 1. A body comes from Python or there is none: nothing is built, read or added here.
// 2. The request carries no cookie, no referrer and nothing else about the page or the visitor.
// 3. One tab sends at a time; the same report twice is the collector's to notice, by its id.
// 4. A hidden or failed page sends nothing; the next visit does.

import { emit } from "./dom.js";

const TYPE = "application/vnd.edgepersona.report";
const MOST = 65_536;
const SOONEST = 1_000;
const LATEST = 2_000_000_000; // setTimeout's own limit is 2^31 ms

/** The bytes of a base64 text. Throws for anything else. */
export const bytesOf = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** Retry-After in whole seconds, from either of its two forms; null without one. */
export function seconds(header, now = Date.now()) {
  if (header === null || header.length > 64) return null;
  const wait = /^\d+$/.test(header.trim()) ? Number(header) : Math.ceil((Date.parse(header) - now) / 1_000);
  return Number.isSafeInteger(wait) && wait >= 0 ? wait : null;
}

async function post(collector, body) {
  try {
    const response = await fetch(new URL("v1/report", collector.replace(/\/*$/, "/")), {
      method: "POST",
      headers: { "content-type": TYPE },
      body,
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      mode: "cors",
      redirect: "error",
      keepalive: true,
    });
    return { status: response.status, retry_after: seconds(response.headers.get("retry-after")) };
  } catch {
    return { status: 0, retry_after: null };
  }
}

/** `ask` is an async function (call) → value. Returns {due(ms | null), stop()}. */
export function sender(collector, ask) {
  let timer;
  let busy = false;

  async function send() {
    const report = await ask({ do: "send" });
    if (typeof report?.id !== "string" || typeof report.body !== "string" || report.body.length > MOST) return;
    const told = await post(collector, bytesOf(report.body));
    await ask({ do: "posted", id: report.id, ...told });
    if (told.status >= 200 && told.status < 300) emit("sent", { status: told.status });
  }
  async function alone() {
    if (busy) return;
    busy = true;
    try {
      if (navigator.locks) await navigator.locks.request("ep:send", { ifAvailable: true }, (lock) => lock && send());
      else await send();
    } catch {
      // Python went away: whatever waits is still in its outbox
    } finally {
      busy = false;
    }
  }

  return {
    due(at) {
      clearTimeout(timer);
      if (at == null || !collector) return;
      timer = setTimeout(alone, Math.min(Math.max(at - Date.now(), SOONEST), LATEST));
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
