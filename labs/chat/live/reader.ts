// Who listens in the scene. What somebody heard, or was told of gaps, is in the trace at that moment.
import { reasonWords } from '../../../src/kit/run.ts';
import type { Person } from '../parts/person.ts';
import type { ChatContext } from '../settings.ts';

export const room = 'lobby';

/** @param enter takes what to call at news, and lets the reader in */
export function readerOf(enter: (onNews: () => void) => Person, note: ChatContext['note']): Person {
  const times = new Map<number, number>();
  let [heard, told] = [0, 0];
  const person = enter(() => {
    const { user, ...notebook } = person.notebook;
    for (const { n } of notebook.heard.slice(heard)) {
      times.set(n, (times.get(n) ?? 0) + 1);
      note({ kind: 'recv', msg: String(n), from: 'kim', to: user, on: room, n: times.get(n) ?? 1 });
    }
    for (const { why } of notebook.told.slice(told)) {
      if (why === 'new-here') continue; // Nothing is missing of what was said before.
      const text = {
        ko: `${user}: 빠진 것이 있을 수 있다는 말을 들음(${reasonWords[why].ko})`,
        en: `${user} is told that something may be missing (${reasonWords[why].en})`,
      };
      note({ kind: 'mark', id: `told:${user}`, text });
    }
    [heard, told] = [notebook.heard.length, notebook.told.length];
  });
  return person;
}
