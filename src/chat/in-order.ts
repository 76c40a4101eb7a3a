// What one client says is said in its order: one after the other, and after one that failed none of those that waited
// behind it, for it will be said again first.

export interface Line {
  /** @throws what the task threw, or that one before it failed */
  add<Value>(task: () => Promise<Value>): Promise<Value>;
}

export function openLine(): Line {
  let last: Promise<unknown> = Promise.resolve();
  let failures = 0;
  return {
    add(task) {
      const failuresBefore = failures;
      const mine = last.then(() => {
        if (failures !== failuresBefore) throw new Error('one before it failed');
        return task();
      });
      last = mine.catch(() => {
        failures += 1;
      });
      return mine;
    },
  };
}
