// What one client says is said in its order: one after the other, and after one that failed nothing until that one is
// said again. What the client had on its way when it did not know of the failure yet would overtake it.

export interface Line {
  /** @throws what the task threw, or that one before it failed and was not said again yet */
  add<Value>(id: string, task: () => Promise<Value>): Promise<Value>;
}

export function openLine(): Line {
  let last: Promise<unknown> = Promise.resolve();
  let failed: string | null = null;
  return {
    add(id, task) {
      const mine = last.then(() => {
        if (failed !== null && failed !== id) throw new Error('one before it failed');
        failed = null;
        return task();
      });
      last = mine.catch(() => {
        failed ??= id;
      });
      return mine;
    },
  };
}
