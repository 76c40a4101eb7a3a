/** What is due first comes first: a binary heap. Of what is due at the same time the older goes first. */
export interface DueQueue<Item> {
  push(atMs: number, item: Item): void;
  pop(): { readonly atMs: number; readonly item: Item } | null;
}

interface Due<Item> {
  readonly atMs: number;
  readonly turn: number;
  readonly item: Item;
}

export function dueQueue<Item>(): DueQueue<Item> {
  const heap: Due<Item>[] = [];
  let turn = 0;
  const before = (a: number, b: number) => {
    const [one, other] = [heap[a] as Due<Item>, heap[b] as Due<Item>];
    return one.atMs < other.atMs || (one.atMs === other.atMs && one.turn < other.turn);
  };
  const swap = (a: number, b: number) => {
    [heap[a], heap[b]] = [heap[b] as Due<Item>, heap[a] as Due<Item>];
  };
  return {
    push(atMs, item) {
      heap.push({ atMs, turn, item });
      turn += 1;
      for (let child = heap.length - 1; child > 0; ) {
        const parent = (child - 1) >> 1;
        if (!before(child, parent)) return;
        swap(child, parent);
        child = parent;
      }
    },
    pop() {
      const first = heap[0];
      if (!first) return null;
      const last = heap.pop() as Due<Item>;
      if (heap.length > 0) heap[0] = last;
      for (let parent = 0; ; ) {
        const [left, right] = [2 * parent + 1, 2 * parent + 2];
        let least = parent;
        if (left < heap.length && before(left, least)) least = left;
        if (right < heap.length && before(right, least)) least = right;
        if (least === parent) return first;
        swap(least, parent);
        parent = least;
      }
    },
  };
}
