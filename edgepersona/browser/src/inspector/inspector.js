// The full-page inspector for a privacy team: `inspect.html`, beside the build's other files. Loaded by nothing else.
//
// Rules
// 1. Nothing is read before somebody presses the button, by hand; in another page's frame, nothing ever.
// 2. It looks and never writes: what is held afterwards is what was held before.
// 3. Each inspection can be saved as one file, for the records.

import { html, nothing, render } from "lit";
import config from "./config.js";
import { of } from "../dom.js";
import { sheetOf } from "../elements/style.js";
import { inspector } from "./looking.js";
import { network } from "./network.js";
import { style } from "./style.js";
import * as views from "./views.js";

const base = new URL("./", import.meta.url);
const root = of("documentElement").querySelector("#inspector");
const framed = window.top !== window;
const inspect = inspector(base);

let seen = null;
let status = "";
let busy = false;
let log = [];

const observed = network(base, config.collector, (all) => {
  log = [...all];
  draw();
});

async function look(event) {
  if (!event.isTrusted || busy) return;
  busy = true;
  status = "Looking at what is stored…";
  draw();
  try {
    seen = await inspect(observed.tab ?? window, (done, of) => {
      status = `Comparing files: ${done} of ${of}`;
      draw();
    });
    status = `Inspected at ${seen.at}.`;
  } catch (error) {
    status = `The inspection failed: ${error.message}`;
  }
  busy = false;
  draw();
}

function watch(event) {
  event.preventDefault();
  const address = new FormData(event.target).get("address");
  let opened = false;
  try {
    opened = observed.open(address);
  } catch {
    // not an address
  }
  status = opened ? "The page is open. Use it, then inspect again." : "Only a page of this site can be opened, and the browser must allow the window.";
  draw();
}

function save() {
  const data = JSON.stringify({ ...seen, network: log }, null, 1);
  const url = URL.createObjectURL(new Blob([data], { type: "application/json" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: `inspection-${config.site}-${seen.at.slice(0, 10)}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function draw() {
  render(
    html`<h1>Inspector</h1>
      <p>${config.site}, <code>${base.href}</code></p>
      <p class="muted">What this origin holds in this browser, beside what it may hold; what its pages request; whether its files are
        the signed ones. For whoever checks this site. It changes nothing, and sends nothing.</p>
      <div class="buttons">
        <button class="main" type="button" ?disabled=${busy} @click=${look}>${seen ? "Inspect again" : "Inspect this device"}</button>
        ${seen ? html`<button type="button" ?disabled=${busy} @click=${save}>Save the inspection</button>` : nothing}
      </div>
      <p role="status">${status}</p>
      <div role="alert">${seen ? views.verdict(seen.findings) : nothing}</div>
      ${seen ? html`${views.catalogue(seen)} ${views.storage(seen)}` : nothing}
      ${views.network(log, seen ?? {}, watch)}
      ${seen ? html`${views.files(seen)} ${views.signature(seen)}` : nothing}`,
    root,
  );
}

root.replaceChildren();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheetOf(style)];
if (framed) render(html`<h1>Inspector</h1><p>Open this page by itself: it reads nothing inside another page.</p>`, root);
else draw();
