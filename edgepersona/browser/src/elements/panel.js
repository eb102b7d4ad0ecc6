// <ep-panel>: the privacy panel. Fetched when it is first opened, never before.
//
// Rules
// 1. It reads through the handle that client.js gives to `open`, and asks again after each change: what it
//    shows is what is held now.
// 2. It is a modal dialog: focus stays in it, Escape closes it, and focus goes back to what opened it.
// 3. Where Python cannot start, switching off and deleting everything still work.
// 4. What is supposed is asked of the same core, one question at a time; nothing of it is done.

import { LitElement, html, nothing } from "lit";
import { directive, Directive } from "lit/directive.js";
import { STEPS } from "./clock.js";
import { LEFT_OUT, MASK } from "./content.js";
import { all, direction } from "../dom.js";
import { panelStyle } from "./panel-style.js";
import { sheetOf } from "./style.js";
import { roomy } from "../when.js";
import { asleep, choices, held, network, origin, yours } from "./panel-views.js";
import { shown } from "./panel-why.js";

const create = (tag) => Document.prototype.createElement.call(document, tag);
const SOON = 120; // ms a slider may go on moving before it is asked about

/** What the page calls one of its slots. */
const titleOf = (name) =>
  all("ep-slot").find((host) => host.getAttribute("name") === name)?.getAttribute("data-ep-label") ?? name;

/** Sets replay tools' marks on an element, once. */
const marked = directive(
  class extends Directive {
    update({ element }, [{ class: classes, ...marks }]) {
      if (!element.hasAttribute("data-private")) {
        element.classList.add(...classes.split(" "));
        for (const [name, value] of Object.entries(marks)) element.setAttribute(name, value);
      }
      return nothing;
    }
    render() {
      return nothing;
    }
  },
);

class Panel extends LitElement {
  static properties = Object.fromEntries(
    ["data", "asking", "status", "dead", "supposition", "objections"].map((name) => [name, { state: true }]),
  );

  #handle;
  #word;
  #closed;
  #opener;
  #fade;
  #soon;
  #supposing = null; // what is being asked about

  createRenderRoot() {
    const root = super.createRenderRoot();
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheetOf(panelStyle)];
    return root;
  }

  async show(handle) {
    this.#handle = handle;
    this.#opener = handle.opener;
    Object.assign(this, { data: null, supposition: null, objections: new Map(), asking: false, status: "", dead: false });
    this.#word = await handle.words().catch(() => (id) => id);
    this.requestUpdate();
    await this.updateComplete;
    const dialog = this.renderRoot.querySelector("dialog");
    if (!dialog.open) dialog.showModal();
    this.renderRoot.querySelector("h2").focus();
    const closed = new Promise((resolve) => (this.#closed = resolve));
    await this.#load();
    await closed;
  }

  async #load() {
    const handle = this.#handle;
    try {
      await handle.live();
      this.#word = await handle.words();
      const ask = (name) => handle.ask({ do: name });
      const [all, outbox, sent] = [await ask("held"), await ask("outbox"), await ask("sent")];
      const whys = [];
      for (const slot of handle.slots()) whys.push(await handle.ask({ do: "why", slot }));
      this.data = { all, outbox, sent, whys };
      this.#suppose(0, new Set());
      this.dead = false;
    } catch {
      this.data = null;
      this.dead = true;
    }
  }

  /** Supposes another time, or less that is held; the reasons follow as soon as Python has them. */
  #suppose(step, without) {
    const active = step > 0 || without.size > 0;
    const { whys, told } = this.supposition ?? {};
    this.supposition = { step, without, active, whys: active ? whys : null, told: active ? told : "" };
    clearTimeout(this.#soon);
    if (active) this.#soon = setTimeout(() => this.#work(), SOON);
  }

  async #work() {
    if (this.#supposing) return; // it asks again when it is done
    const mine = (this.#supposing = this.supposition);
    let answer = null;
    try {
      answer = await this.#handle.ask({ do: "suppose", after: STEPS[mine.step], without: [...mine.without] });
    } catch {
      // told below
    }
    this.#supposing = null;
    if (this.supposition !== mine) {
      if (this.supposition.active) this.#work();
      return;
    }
    const whys = answer && this.data.whys.map(({ slot }) => answer.whys[slot]);
    const differ = answer && this.data.whys.filter(({ slot, block }) => answer.whys[slot].block !== block).length;
    const told = !answer
      ? this.#word("panel-trouble")
      : differ
        ? this.#word("panel-what-if-some", { count: differ })
        : this.#word("panel-what-if-same");
    this.supposition = { ...mine, whys, told };
  }

  #supposed() {
    const { step, without } = this.supposition;
    return {
      move: (to) => this.#suppose(to, without),
      leave: (item, yes) => {
        const left = new Set(without);
        if (yes) left.add(item);
        else left.delete(item);
        this.#suppose(step, left);
      },
      back: () => {
        this.#suppose(0, new Set());
        this.renderRoot.querySelector("#when").focus();
      },
    };
  }

  /** Does something, says how it went, and reads everything again. */
  async #do(work, done = "panel-saved") {
    this.status = "";
    let said;
    try {
      said = (await work()) ?? done;
    } catch {
      said = "panel-trouble";
    }
    if (!this.dead) await this.#load();
    this.status = this.#word(said === "panel-saved" && this.#handle.refused() ? "panel-unstored" : said);
    clearTimeout(this.#fade);
    this.#fade = setTimeout(() => (this.status = ""), 8_000);
    this.requestUpdate();
    await this.updateComplete;
    // What had the focus may be gone with what was deleted.
    if (!this.renderRoot.activeElement) this.renderRoot.querySelector("h2")?.focus();
  }

  /** What the visitor says of a block in a slot; where it feels wrong, what it rests on can be deleted. */
  #feedback() {
    const set = (slot, objection) => (this.objections = new Map(this.objections).set(slot, objection));
    return {
      of: (slot) => this.objections.get(slot),
      object: ({ slot, block, terms }, outcome) =>
        this.#do(async () => {
          await this.#handle.ask({ do: "outcome", slot, block, outcome });
          set(slot, { block, terms: outcome === "complained" ? terms : [] });
        }, "slot-noted"),
      remove: (slot, { block, terms }, signal) =>
        this.#do(async () => {
          await this.#handle.ask({ do: "forget", what: signal });
          set(slot, { block, terms: terms.filter((term) => term.signal !== signal) });
        }),
      keep: (slot, { block }) => this.#do(() => void set(slot, { block, terms: [] }), "slot-noted"),
    };
  }

  #download = (form) =>
    this.#do(async () => {
      const data = await this.#handle.ask({ do: "export", form });
      const bytes = form === "json" ? JSON.stringify(data, null, 2) : Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
      const url = URL.createObjectURL(new Blob([bytes], { type: `application/${form}` }));
      const link = create("a");
      link.href = url;
      link.download = `my-data.${form}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    });

  #delete = () =>
    this.#do(async () => {
      this.asking = false;
      if (!this.dead) await this.#handle.ask({ do: "forget", what: null });
      else if (!(await this.#handle.wipe())) return "panel-deleted-partly";
    }, "panel-deleted");

  async #ask(yes) {
    this.asking = yes;
    await this.updateComplete;
    this.renderRoot.querySelector(yes ? "#yes" : "#ask")?.focus();
  }

  #close = () => {
    const dialog = this.renderRoot.querySelector("dialog");
    if (dialog.open) dialog.close();
  };

  #onClosed = () => {
    this.#opener?.focus?.();
    this.#closed?.();
  };

  #body(panel) {
    const { word } = panel;
    const deleting = {
      asking: this.asking,
      ask: () => this.#ask(true),
      no: () => this.#ask(false),
      yes: this.#delete,
    };
    if (this.dead) {
      const withdraw = (changes) => this.#do(() => this.#handle.withdraw(changes));
      const retry = () => {
        this.dead = false;
        this.#load();
      };
      return html`${asleep(panel, { withdraw, retry })} ${yours(panel, deleting)}`;
    }
    if (!this.data) return html`<p role="status">${word("panel-waiting")}</p>`;
    const { all, outbox, sent } = this.data;
    return html`${choices(panel, all)} ${held(panel, all)} ${shown(panel, this.data, this.supposition, this.#supposed(), this.#feedback())}
      ${network(panel, outbox, sent)} ${origin(panel, this.#handle.build())}
      ${yours(panel, { ...deleting, download: this.#download })}`;
  }

  render() {
    if (!this.#handle) return nothing;
    const language = this.#handle.language();
    const word = this.#word ?? ((id) => id);
    const mask = (marks = MASK) => (this.#handle.masked ? marked(marks) : nothing);
    // The SDK's own words may be in another language than the page's, where it has none in that.
    const spoken = word("language") === "language" ? language : word("language");
    const same = language.startsWith(spoken);
    const panel = {
      word,
      language: same ? language : spoken,
      page: same ? nothing : language,
      titleOf,
      mask,
      // Where Python starts by itself only for visitors of whom something is held, starting it tells that.
      steady: this.#handle.steady && (this.#handle.steady !== "need" || roomy(navigator)),
      set: (call) => this.#do(async () => void (await this.#handle.ask(call))),
    };
    return html`<dialog part="panel" lang=${spoken} dir=${direction(language)} aria-labelledby="title" @close=${this.#onClosed} ${mask(LEFT_OUT)}>
      <div class="head">
        <h2 id="title" tabindex="-1">${word("panel-title")}</h2>
        <button class="close" type="button" part="close" aria-label=${word("panel-close")} @click=${this.#close}></button>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="title">
        <p>${word("panel-intro")}</p>
        ${this.#handle.refused() ? html`<p class="notice">${word("panel-unstored")}</p>` : nothing}
        ${this.#body(panel)}
      </div>
      <p class="toast" role="status">${this.status}</p>
    </dialog>`;
  }
}

customElements.define("ep-panel", Panel);

/** Opens the page's panel, adding one where there is none. Resolves when it is closed. */
export async function open(handle) {
  let panel = Document.prototype.querySelector.call(document, "ep-panel");
  if (!panel) {
    panel = create("ep-panel");
    const root = Object.getOwnPropertyDescriptor(Document.prototype, "body").get.call(document);
    root.append(panel);
  }
  await panel.show(handle);
}
