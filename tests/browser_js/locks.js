// Web Locks as far as the worker and the page use them, in memory: exclusive ones, given in the order they were asked for.

const aborted = () => Object.assign(new Error("aborted"), { name: "AbortError" });

export class Locks {
  stolen = 0;
  #held = new Map(); // name → {end(error)}
  #waiting = []; // {name, begin}

  request(name, options, work) {
    return new Promise((resolve, reject) => {
      const begin = () => {
        const mine = { end: (error) => (error ? reject(error) : undefined) };
        this.#held.set(name, mine);
        const over = (settle) => (value) => {
          settle(value);
          if (this.#held.get(name) !== mine) return;
          this.#held.delete(name);
          this.#next(name);
        };
        Promise.resolve().then(work).then(over(resolve), over(reject));
      };
      if (options.steal) {
        this.stolen += this.#held.has(name);
        this.#held.get(name)?.end(aborted());
        return begin();
      }
      const entry = { name, begin };
      options.signal?.addEventListener("abort", () => {
        if (!this.#waiting.includes(entry)) return;
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(aborted());
      });
      this.#waiting.push(entry);
      this.#next(name);
    });
  }

  #next(name) {
    const next = this.#waiting.find((entry) => entry.name === name);
    if (!next || this.#held.has(name)) return;
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    next.begin();
  }

  query = async () => ({
    held: [...this.#held.keys()].map((name) => ({ name })),
    pending: this.#waiting.map(({ name }) => ({ name })),
  });
}
