// What the inspector says: plain data in, lit templates out.
//
// Rules
// 1. An alarm is told in words and by a sign, never by colour alone.
// 2. What scrolls can be reached by keyboard and has a name; everything is text.

import { html, nothing } from "lit";

const DAY = 86_400_000;
const time = (at) => new Date(at).toISOString().replace("T", " ").slice(0, 16);
const kept = (keep) => (keep === null ? "visit" : `${Math.round((keep / DAY) * 10) / 10} d`);
const bytes = (size) => (size === null || size === undefined ? "" : `${size.toLocaleString("en")} B`);
const WHOSE = { ours: "this SDK's", others: "not this SDK's", stranger: "⚠ a stranger in this SDK's name" };

const table = (name, caption, heads, rows) => html`<div class="table" role="region" aria-label=${name} tabindex="0">
  <table>
    <caption>${caption}</caption>
    <thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
    <tbody>${rows}</tbody>
  </table>
</div>`;

const pairs = (list) => html`<dl>${list
  .filter(([, what]) => what !== null && what !== undefined)
  .map(([name, what]) => html`<dt>${name}</dt><dd>${what}</dd>`)}</dl>`;

const raw = (text, name) => html`<details>
  <summary>${name}</summary>
  <pre tabindex="0" role="region" aria-label=${name}>${text}</pre>
</details>`;

/** The verdict, first of all. */
export function verdict(findings) {
  const alarms = findings.filter(({ alarm }) => alarm);
  const notices = findings.filter(({ alarm }) => !alarm);
  const list = (some) => html`<ul>${some.map(({ text, what }) => html`<li>${text}${what ? html`: <code>${what}</code>` : nothing}</li>`)}</ul>`;
  return html`${alarms.length
    ? html`<div class="box alarm"><h2>⚠ ${alarms.length === 1 ? "1 alarm" : `${alarms.length} alarms`}</h2>${list(alarms)}</div>`
    : html`<div class="box"><h2>✓ No difference</h2>
        <p>What is held is in the catalogue, what is served is what integrity.json lists, and nothing else bears this SDK's name.</p></div>`}
    ${notices.length ? html`<div class="box"><h2>Past its time</h2>${list(notices)}</div>` : nothing}`;
}

const item = ({ store, label, text, at, until }) => html`<p>
  <strong>${label === text ? label : `${label}: ${text}`}</strong><br>
  ${store}, since ${time(at)}, ${until === null ? "until the visit ends" : `until ${time(until)}`}
</p>`;

export function catalogue({ core, problem }) {
  if (!core) return html`<h2>Catalogue and what is held</h2><p>The core did not start: ${problem}</p>`;
  const { switches } = core;
  return html`<h2>Catalogue and what is held</h2>
    ${pairs([
      ["File", html`${core.site}, <code>${core.bundle}</code>`],
      ["Comparison group", core.arm ?? "none drawn"],
      ["Switches used", Object.keys(switches).length ? html`<code>${JSON.stringify(switches)}</code>` : "none"],
      ["Counters that may leave", `${core.counters} (list ${core.schema})`],
    ])}
    ${table("Catalogue", "What the file says may be held, and what is. In brackets: what every file holds.",
      ["Entry", "Source", "Purpose", "Kept at most", "Held now"],
      core.catalogue.map(({ id, tier, special, purpose, keep, items }) => html`<tr>
        <th scope="row">${id}</th><td>${tier}${special ? ", never stored" : ""}</td><td>${purpose}</td><td>${kept(keep)}</td>
        <td>${items.length ? items.map(item) : "nothing"}</td>
      </tr>`))}`;
}

export function storage({ storage: entries, core }) {
  const text = ({ name, text: found }) => {
    const store = /^edgepersona\/records\/(\w+)$/.exec(name)?.[1];
    return (store && core?.unsealed[store]) || found;
  };
  return html`<h2>Storage of this origin</h2>
    <p class="muted">Every localStorage, sessionStorage (of the inspected tab), IndexedDB, CacheStorage, cookie that scripts can
      see, OPFS entry and service worker. Of what is not this SDK's, names and sizes alone are read. What lives in a page's own
      memory is seen in that page's panel.</p>
    ${entries.length
      ? table("Storage", `${entries.length} ${entries.length === 1 ? "entry" : "entries"}`, ["Where", "Name", "Whose", "Size", "What stands there"],
          entries.map((entry) => html`<tr>
            <td>${entry.area}</td><th scope="row">${entry.name}</th>
            <td class=${entry.whose === "stranger" ? "alarm" : ""}>${WHOSE[entry.whose]}</td>
            <td>${bytes(entry.size)}</td>
            <td>${entry.note ?? nothing} ${text(entry) ? raw(text(entry), `Show ${entry.area} ${entry.name}`) : nothing}</td>
          </tr>`))
      : html`<p>Nothing at all.</p>`}`;
}

const report = ({ day, bytes: size, hex, says, at }) => html`<tr>
  <th scope="row">${day}</th><td>${at ? time(at) : "waits"}</td><td>${size} B</td>
  <td>${says.map((one) => html`<p>${one}</p>`)}</td><td>${raw(hex, `Every byte of ${day}`)}</td>
</tr>`;

const sum = (counts) => Object.values(counts).reduce((all, one) => all + one, 0);

export function network(log, { core }, watch) {
  const others = log.filter(({ where }) => where === "another origin").length;
  return html`<h2>Network</h2>
    <form class="buttons" @submit=${watch}>
      <label>A page of this site <input name="address" value="/" autocomplete="off"></label>
      <button type="submit">Open and observe it</button>
    </form>
    ${log.length
      ? table("Requests", `${log.length} requests, ${others} of them to another origin. A worker's own requests are not in a page's timings.`,
          ["Leads to", "Address", "Started by", "After", "Bytes"],
          log.map(({ where, url, by, at, bytes: size }) => html`<tr>
            <td>${where}</td><th scope="row">${url}</th><td>${by}</td><td>${at} ms</td><td>${bytes(size)}</td></tr>`))
      : html`<p class="muted">Open a page to see what it requests. Its tab is then the one that is inspected.</p>`}
    ${core
      ? html`<p>Reports made: ${core.sent.ledger.made}; delivered: ${core.sent.ledger.acknowledged}; waiting: ${core.sent.ledger.waiting};
          discarded: ${sum(core.sent.ledger.dropped)}.</p>
          ${core.sent.sent.length + core.outbox.waiting.length
            ? table("Reports", "What was sent, and what waits, from the device's ledger", ["Day", "Sent", "Size", "It says", "It is"],
                [...core.sent.sent, ...core.outbox.waiting].map(report))
            : nothing}
          ${core.outbox.today.length
            ? html`<p>Noted today, not in a report yet:</p><ul>${core.outbox.today.map((one) => html`<li>${one}</li>`)}</ul>`
            : nothing}`
      : nothing}`;
}

export function files({ files: rows }) {
  if (!rows) return html`<h2>Files</h2><p>integrity.json is missing, or is not a list of this build's files.</p>`;
  const odd = rows.filter(({ state }) => state !== "same");
  const line = ({ name, expected, found, state }) => html`<tr>
    <th scope="row">${name}</th><td class=${state === "same" ? "" : "alarm"}>${state === "same" ? "✓ as listed" : `⚠ ${state}`}</td>
    <td><code>${expected}</code></td><td>${found === expected ? "the same" : html`<code>${found ?? "none"}</code>`}</td></tr>`;
  const heads = ["File", "Result", "Listed", "Served"];
  return html`<h2>Files</h2>
    <p>${rows.length - odd.length} of ${rows.length} files are what integrity.json lists.</p>
    ${odd.length ? table("Files that differ", "Not as listed", heads, odd.map(line)) : nothing}
    <details><summary>All ${rows.length} files</summary>${table("All files", "SHA-384 of every file", heads, rows.map(line))}</details>`;
}

const SIGNED = {
  valid: "✓ valid: the list is what this key signed",
  invalid: "⚠ wrong: the list is not what this key signed",
  unchecked: "not checked: this browser has no Ed25519, or this page no HTTPS",
  unsigned: "nobody signed this build",
};

export function signature({ signature: found, files: rows }) {
  if (!found) return html`<h2>Signature</h2><p>Without a list there is none.</p>`;
  return html`<h2>Signature</h2>
    ${pairs([
      ["Signature", SIGNED[found.state]],
      ["Signed by", found.key && html`key <code>${found.fingerprint}</code> (<code>${found.key}</code>)`],
      ["Pinned in config.js", found.pinned === null ? "no key" : found.pinned ? "this key" : "⚠ another key, or another site"],
      ["Site", found.site],
      ["Build", found.build],
      ["Lowest build accepted", found.min_build],
      ["Covers", rows && `${rows.length} files`],
    ])}
    <p class="muted">This page is served by the site it inspects: tampering that aims at it is seen from outside alone, by
      <code>edgepersona verify</code>. A page may pin another key on its loader (data-ep-key).</p>`;
}
