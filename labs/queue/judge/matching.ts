// Which queues a message should reach, by the rules of AMQP 0-9-1 and nothing of RabbitMQ's: what came out is compared
// with it.
import type { Binding, ExchangeKind, Headers, RoutedMessage, RoutingCase } from '../data.ts';

/** By queue the ids that it should have got, in order. A queue gets a message once, however many bindings fit. */
export function expected({ kind, bindings, messages }: RoutingCase): ReadonlyMap<string, readonly number[]> {
  const queues = [...new Set(bindings.map(({ queue }) => queue))];
  return new Map(
    queues.map((queue) => [
      queue,
      messages
        .filter((message) =>
          bindings.some((binding) => binding.queue === queue && fits(kind, binding, message)),
        )
        .map(({ id }) => id),
    ]),
  );
}

export interface Mismatch {
  readonly queue: string;
  readonly missing: readonly number[];
  /** In the queue without a binding that fits, or twice. */
  readonly extra: readonly number[];
}

/** Where RabbitMQ and the rules differ. */
export function mismatches(routed: RoutingCase): Mismatch[] {
  return [...expected(routed)].flatMap(([queue, due]) => {
    const got = routed.got[queue] ?? [];
    const missing = due.filter((id) => !got.includes(id));
    const extra = got.filter((id, index) => !due.includes(id) || got.indexOf(id) !== index);
    return missing.length + extra.length === 0 ? [] : [{ queue, missing, extra }];
  });
}

function fits(kind: ExchangeKind, binding: Binding, message: RoutedMessage): boolean {
  switch (kind) {
    case 'direct':
      return binding.key === message.key;
    case 'fanout':
      return true;
    case 'topic':
      return matchesWords(binding.key.split('.'), message.key.split('.'));
    case 'headers':
      return matchesHeaders(binding, message.headers ?? {});
  }
}

/** `*` stands for one word, `#` for any number of words, also none. */
function matchesWords(pattern: readonly string[], words: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return words.length === 0;
  if (first === '#')
    return matchesWords(rest, words) || (words.length > 0 && matchesWords(pattern, words.slice(1)));
  const [word, ...others] = words;
  return word !== undefined && (first === '*' || first === word) && matchesWords(rest, others);
}

function matchesHeaders({ headers: wanted = {}, match = 'all' }: Binding, has: Headers): boolean {
  const same = ([name, value]: [string, string]) => has[name] === value;
  const pairs = Object.entries(wanted);
  return match === 'all' ? pairs.every(same) : pairs.some(same);
}
