// Right uses of the page's API: type-checked, never run.
import "../../edgepersona/browser/src/edgepersona";

const state: "ready" | "off" | "failed" = (await edgepersona.ready).state;

await window.edgepersona.page();
await edgepersona.track("faq_read");
await edgepersona.track("demo_request", { plan: "team" });
await edgepersona.signal("complaint", "open");
await edgepersona.signal("complaint", null);
await edgepersona.answer("crm", "hubspot");
await edgepersona.consent({ personalise: "off" });
await edgepersona.consent({ personalise: { usage: "on" }, remember: "on", measure: "off" });
await edgepersona.quiet(true);
await edgepersona.optIn("budget", false);
await edgepersona.forget();
await edgepersona.forget("crm");
await edgepersona.signOut();

const decision = await edgepersona.decide();
const block: string | null = decision.slots["use_case"]?.block ?? null;
const { because, reason, terms }: EdgePersona.Why = await edgepersona.why("use_case");
const { change, withheld, more }: EdgePersona.Why = await edgepersona.why("notice");
const missing: readonly string[] = change?.kind === "answer" ? (change.values ?? []) : [];
const whyNot: string[] = withheld.filter((one) => !one.change.shows).map(({ title, text }) => `${title}: ${text}`);
const labels: (string | null)[] = terms.map((term) => term.label);
const held = await edgepersona.held();
const remembered: "on" | "off" = held.consent.remember.state;
for (const item of held.items) await edgepersona.forget(item.id);
const waiting: string[] = (await edgepersona.outbox()).waiting.map(({ hex }) => hex);
const made: number = (await edgepersona.sent()).ledger.made;
const data = JSON.stringify(await edgepersona.export());

edgepersona.answer("crm", "x").catch((error: EdgePersona.CallError) => error.code === "unknown-value");

document.addEventListener("ep:ready", ({ detail }) => detail.state === "off");
document.addEventListener("ep:decision", ({ detail }) => detail.reason === "FATIGUED" && detail.slot);
document.addEventListener("ep:shown", ({ detail }) => detail.slot.length);
document.addEventListener("ep:sent", ({ detail }) => detail.status === 204);
document.addEventListener("ep:error", ({ detail }) => `${detail.code}: ${detail.fix}`);

const slot: HTMLElement = document.createElement("ep-slot");
const panel: EdgePersona.PanelElement | null = document.querySelector("ep-panel");

export { because, block, data, labels, made, missing, more, panel, reason, remembered, slot, state, waiting, whyNot };
