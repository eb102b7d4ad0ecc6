// A script as curious as a tag manager can be: it is there before anything else, and hooks whatever it can reach
// without reading the text on the screen or the contents of storage, which every script of a page can.
(() => {
  const heard = { attributes: new Set(), events: [], channel: [], messages: [], storage: new Set(), names: new Set() };
  const markup = (element) => {
    for (const { name, value } of element.attributes ?? []) heard.attributes.add(`${element.localName} ${name}=${value}`);
  };
  const everything = (node) => {
    if (node.nodeType === Node.ELEMENT_NODE) markup(node);
    node.querySelectorAll?.("*").forEach(markup);
  };
  const observer = new MutationObserver((changes) => {
    for (const { type, target, addedNodes, attributeName, oldValue } of changes) {
      if (type === "attributes") {
        heard.attributes.add(`${target.localName} ${attributeName}=${oldValue ?? ""}`);
        markup(target);
      }
      addedNodes.forEach(everything);
    }
  });
  const watch = (root) => observer.observe(root, { attributes: true, attributeOldValue: true, childList: true, subtree: true });
  watch(document);

  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (options) {
    const root = attachShadow.call(this, options);
    watch(root);
    return root;
  };
  const { dispatchEvent } = EventTarget.prototype;
  EventTarget.prototype.dispatchEvent = function (event) {
    heard.events.push([event.type, event.detail ?? null]);
    return dispatchEvent.call(this, event);
  };
  for (const name of ["ready", "decision", "shown", "sent", "error"])
    document.addEventListener(`ep:${name}`, ({ type, detail }) => heard.events.push([type, detail]));
  new BroadcastChannel("edgepersona").onmessage = ({ data }) => heard.channel.push(data);
  addEventListener("message", ({ data }) => heard.messages.push(data));
  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = function (key, value) {
    heard.storage.add(key);
    return setItem.call(this, key, value);
  };
  for (const name of ["pushState", "replaceState"]) {
    const change = history[name];
    history[name] = function (state, title, url) {
      heard.messages.push([name, state, String(url)]);
      return change.call(this, state, title, url);
    };
  }
  const { define } = customElements;
  customElements.define = function (name, ...more) {
    heard.names.add(name);
    return define.call(this, name, ...more);
  };
  const before = new Set(Object.getOwnPropertyNames(window));

  window.planted = async () => {
    everything(document);
    for (const { name } of await indexedDB.databases()) heard.storage.add(name);
    for (const key of await caches.keys()) heard.storage.add(key);
    const { held, pending } = await navigator.locks.query();
    return {
      ...heard,
      attributes: [...heard.attributes],
      storage: [...heard.storage, ...Object.keys(localStorage), ...Object.keys(sessionStorage)],
      names: [...heard.names, ...Object.getOwnPropertyNames(window).filter((name) => !before.has(name))],
      locks: [...held, ...pending].map(({ name }) => name),
      performance: performance.getEntries().map(({ name }) => name),
      address: [location.href, document.title, document.cookie, document.referrer, window.name],
      ready: await edgepersona.ready,
    };
  };
})();
