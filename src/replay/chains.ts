import type { TraceEvent } from '../core/trace.ts';

/**
 * For each event the number of the chain that it belongs to: a message with all its ways in its arm, what caused it and
 * what it caused (`via`). Events that are about no message have -1.
 */
export function chainsOf(events: readonly TraceEvent[]): Int32Array {
  const above = new Map<string, string>();
  const rootOf = (name: string): string => {
    let root = name;
    for (let next = above.get(root); next !== undefined && next !== root; next = above.get(root)) root = next;
    above.set(name, root);
    return root;
  };
  for (const event of events) {
    if (!('msg' in event)) continue;
    const root = rootOf(nameOf(event, event.msg));
    if (event.via !== undefined) above.set(root, rootOf(nameOf(event, event.via)));
  }
  const numbers = new Map<string, number>();
  return Int32Array.from(events, (event) => {
    if (!('msg' in event)) return -1;
    const root = rootOf(nameOf(event, event.msg));
    const number = numbers.get(root) ?? numbers.size;
    numbers.set(root, number);
    return number;
  });
}

function nameOf({ act, arm }: TraceEvent, msg: string): string {
  return JSON.stringify([act, arm, msg]);
}
