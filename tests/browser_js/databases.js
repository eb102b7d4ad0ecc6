// IndexedDB as far as the vault uses it, in memory: databases with object stores, transactions that abort whole.

class Request {
  settle(result, error) {
    [this.result, this.error] = [result, error];
    setImmediate(() => (error ? this.onerror?.() : this.onsuccess?.()));
    return this;
  }
}

export class Databases {
  all = new Map(); // name → {version, stores: Map of Maps}
  connections = new Set();
  full = false;
  reading = true;

  open(name, version) {
    const request = new Request();
    const held = this.all.get(name);
    if (held?.version > version) return request.settle(undefined, new Error("VersionError"));
    const kept = held ?? { version: 0, stores: new Map() };
    this.all.set(name, kept);
    const connection = {
      get objectStoreNames() {
        return kept.stores.keys();
      },
      createObjectStore: (store) => kept.stores.set(store, new Map()),
      deleteObjectStore: (store) => kept.stores.delete(store),
      transaction: (names) => this.#transaction(kept, names),
      close: () => this.connections.delete(connection),
    };
    this.connections.add(connection);
    if (kept.version < version)
      setImmediate(() => {
        kept.version = version;
        request.onupgradeneeded();
      });
    return request.settle(connection);
  }

  deleteDatabase(name) {
    for (const connection of this.connections) connection.onversionchange?.();
    this.all.delete(name);
    return new Request().settle();
  }

  #transaction(kept, names) {
    const transaction = {};
    const before = new Map(names.map((name) => [name, new Map(kept.stores.get(name))]));
    let failed = null;
    const request = (work) => {
      try {
        return new Request().settle(work());
      } catch (error) {
        failed = error;
        return new Request().settle(undefined, error);
      }
    };
    transaction.objectStore = (name) => {
      const table = kept.stores.get(name);
      return {
        get: (key) => request(() => {
          if (!this.reading) throw new Error("UnknownError");
          return table.get(key);
        }),
        count: (key) => request(() => Number(table.has(key))),
        put: (value, key) => request(() => {
          if (this.full) throw new Error("QuotaExceededError");
          table.set(key, value);
        }),
        delete: (key) => request(() => void table.delete(key)),
      };
    };
    setTimeout(() => {
      if (failed) for (const [name, table] of before) kept.stores.set(name, table);
      transaction.error = failed;
      failed ? transaction.onabort?.() : transaction.oncomplete?.();
    }, 5);
    return transaction;
  }
}
