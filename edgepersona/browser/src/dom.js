// What the browser half uses of the document, and how.
//
// Rules
// 1. An element of the page may carry a name that shadows a property of `document` (`<img name="body">`), so
//    the document is only ever read through its prototype. `window`'s own methods cannot be shadowed that way.
// 2. Text becomes text nodes. No markup is parsed, no style or handler attribute is written: a strict
//    Content-Security-Policy with Trusted Types holds for every line here.
// 3. An event of ours carries slot names and codes, never a visitor's value.

/** Reads a property of `document` that no element of the page can shadow. */
export const of = (name) =>
  Object.getOwnPropertyDescriptor(Document.prototype, name)?.get.call(document);

export const all = (selector) => [...Document.prototype.querySelectorAll.call(document, selector)];

/** An element with attributes (null and false are left out), listeners (functions) and text or element children. */
export function make(tag, attributes, ...children) {
  const element = Document.prototype.createElement.call(document, tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value != null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

/** Dispatches one of the `ep:` events on the document. */
export function emit(name, detail) {
  const event = new CustomEvent(`ep:${name}`, { detail: Object.freeze({ ...detail }) });
  EventTarget.prototype.dispatchEvent.call(document, event);
}

/** Sets an attribute, or removes it for null; an unchanged one is left alone, so observers stay quiet. */
export function mark(element, name, value) {
  if (value == null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** `size` bytes from the platform's generator, in hex; a multiple of 4. */
export const random = (size) =>
  Array.from(crypto.getRandomValues(new Uint32Array(size / 4)), (word) => word.toString(16).padStart(8, 0)).join("");

const RTL = /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/i;
export const direction = (language) => (RTL.test(language) ? "rtl" : "ltr");
