// <ep-slot> itself: a shadow root with the page's own block in it and a place beside it. What stands there is others'.
//
// Rules
// 1. The children are the page's: they are shown or not shown, never changed, moved or removed.
// 2. A framework that compares what it rendered with what stands there does not see the marks that are ours.

/** data-ep-block, data-ep-from, data-ep-reason. */
const OURS = /^data-ep-[bfr]/;

/** Defines the element. `hooks.connected(host)` and `hooks.disconnected(host)` are called as slots come and go. */
export const defineSlot = (hooks, sheet) =>
  customElements.define(
    "ep-slot",
    class extends HTMLElement {
      constructor() {
        super();
        const root = this.attachShadow({ mode: "open" });
        root.adoptedStyleSheets = [sheet];
        root.append(...["slot", "div"].map((tag) => Document.prototype.createElement.call(document, tag)));
      }
      get attributes() {
        return [...super.attributes].filter(({ name }) => !OURS.test(name));
      }
      connectedCallback() {
        hooks.connected(this);
      }
      disconnectedCallback() {
        hooks.disconnected?.(this);
      }
    },
  );
