// What consent banners of the page say, relayed word for word. What follows from it is decided in Python.
//
// Rules
// 1. Three sources: `tcf` (the page's `__tcfapi`), `google` (consent commands in `dataLayer`), `banner`
//    (vanilla-cookieconsent: its events, or the cookie it keeps). A source the page does not have is missing.
// 2. What they say is hostile and bounded: only short texts are passed on, and nobody of them is waited for.
// 3. Nothing of the page is wrapped or replaced; so Google's commands are read anew after clicks and requests.

const MOST = 64;
const COMMANDS = 2_000;
const terms = (list) => list.filter((term) => typeof term === "string" && term.length <= MOST).slice(0, MOST);
const own = (map) => (map !== null && typeof map === "object" ? Object.entries(map) : []);
const granted = (map) => terms(own(map).filter(([, yes]) => yes === true).map(([term]) => term));

function attempt(read) {
  try {
    return read();
  } catch {
    return { answered: true, granted: [] }; // a source that fails has granted nothing
  }
}

/** TCF 2: {answered, granted}, or null where the regulation does not apply. */
function consents(data, success) {
  if (data?.gdprApplies === false) return null;
  const final = data?.eventStatus === "tcloaded" || data?.eventStatus === "useractioncomplete";
  if (success !== true || !final) return { answered: false };
  return { answered: true, granted: granted(data.purpose?.consents) };
}

/** Consent mode: the defaults, then each update; answered once there was an update. */
function commands(layer) {
  const said = new Map();
  let answered = false;
  let any = false;
  for (const entry of Array.prototype.slice.call(layer, -COMMANDS)) {
    if (entry?.[0] !== "consent" || !["default", "update"].includes(entry[1])) continue;
    any = true;
    answered ||= entry[1] === "update";
    for (const [type, word] of own(entry[2])) if (word === "granted" || word === "denied") said.set(type, word);
  }
  const all = (word) => terms([...said].filter(([, one]) => one === word).map(([type]) => type));
  if (!any) return undefined;
  return answered ? { answered, granted: all("granted"), denied: all("denied") } : { answered };
}

/** vanilla-cookieconsent's cookie: {categories: [...]}. */
const categories = (cookie) =>
  Array.isArray(cookie?.categories) ? { answered: true, granted: terms(cookie.categories) } : { answered: false };

function kept() {
  const text = /(?:^|; )cc_cookie=([^;]{1,8000})/.exec(document.cookie)?.[1];
  return text && categories(JSON.parse(decodeURIComponent(text)));
}

/** `changed` is called when a source has said something new. Returns `read()`: what all of them say now. */
export function outside(changed) {
  let tcf;
  let banner;
  let listening = false;
  let before = "";

  function listen() {
    if (listening || typeof window.__tcfapi !== "function") return;
    listening = true;
    tcf = { answered: false };
    attempt(() =>
      window.__tcfapi("addEventListener", 2, (data, success) => {
        tcf = attempt(() => consents(data, success));
        notice();
      }),
    );
  }

  function read() {
    listen();
    const layer = window.dataLayer;
    const google = Array.isArray(layer) ? attempt(() => commands(layer)) : undefined;
    const found = banner ?? attempt(kept) ?? (typeof window.CookieConsent === "object" ? { answered: false } : undefined);
    const all = Object.entries({ tcf, google, banner: found }).filter(([, said]) => said);
    return all.length > 0 ? Object.fromEntries(all) : null;
  }

  function notice() {
    const now = JSON.stringify(read());
    if (now !== before) changed();
    before = now;
  }

  for (const event of ["cc:onFirstConsent", "cc:onConsent", "cc:onChange"]) {
    addEventListener(event, ({ detail }) => {
      banner = attempt(() => categories(detail?.cookie));
      notice();
    });
  }
  addEventListener("load", () => setTimeout(notice));
  addEventListener("click", () => setTimeout(notice), { passive: true });
  before = JSON.stringify(read());
  return { read };
}
