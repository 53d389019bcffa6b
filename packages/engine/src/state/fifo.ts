/** A first-in, first-out list whose `shift` costs the same however long it is. */
export class Fifo<Item> {
  #items: (Item | undefined)[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  shift(): Item | undefined {
    if (this.#head === this.#items.length) return undefined;
    const item = this.#items[this.#head];
    // Given away at once, so that the list keeps nothing alive that was taken out of it.
    this.#items[this.#head++] = undefined;
    if (this.#head === this.#items.length) this.#clear();
    else if (this.#head > 64 && this.#head * 2 > this.#items.length) this.#compact();
    return item;
  }

  /** Takes out the first item that fits, wherever it stands. */
  take(fits: (item: Item) => boolean): Item | undefined {
    for (let index = this.#head; index < this.#items.length; index++) {
      const item = this.#items[index];
      if (item === undefined || !fits(item)) continue;
      if (index === this.#head) return this.shift();
      this.#items.splice(index, 1);
      return item;
    }
    return undefined;
  }

  #clear(): void {
    this.#items = [];
    this.#head = 0;
  }

  #compact(): void {
    this.#items.splice(0, this.#head);
    this.#head = 0;
  }
}
