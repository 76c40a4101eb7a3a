// The bindings and messages of the routing: some for a person to check, many drawn by the seed.
import { createRandom, type Random } from '../../../src/kit/run.ts';
import type { Binding, ExchangeKind, Headers, RoutedMessage } from '../data.ts';

export interface Routes {
  readonly kind: ExchangeKind;
  readonly bindings: readonly Binding[];
  readonly messages: readonly RoutedMessage[];
}

const numbered = (keys: readonly string[]): RoutedMessage[] =>
  keys.map((key, index) => ({ id: index + 1, key }));
const withHeaders = (all: readonly Headers[]): RoutedMessage[] =>
  all.map((headers, index) => ({ id: index + 1, key: '', headers }));

/** Orders of two towns: `order.seoul.paid`. */
const keys = ['order.seoul.paid', 'order.seoul.void', 'order.busan.paid', 'order', 'refund.busan.paid'];

export const examples: readonly Routes[] = [
  {
    kind: 'direct',
    bindings: [
      { queue: 'kitchen', key: 'order.seoul.paid' },
      { queue: 'kitchen', key: 'order.busan.paid' },
      { queue: 'refunds', key: 'refund.busan.paid' },
    ],
    messages: numbered(keys),
  },
  {
    kind: 'topic',
    bindings: [
      { queue: 'kitchen', key: 'order.*.paid' },
      { queue: 'seoul', key: '*.seoul.#' },
      // Two bindings that fit the same messages.
      { queue: 'audit', key: 'order.#' },
      { queue: 'audit', key: '#.paid' },
    ],
    messages: numbered(keys),
  },
  {
    kind: 'fanout',
    bindings: [
      { queue: 'screen', key: '' },
      { queue: 'log', key: 'ignored' },
    ],
    messages: numbered(keys),
  },
  {
    kind: 'headers',
    bindings: [
      { queue: 'vip-seoul', key: '', headers: { town: 'seoul', vip: 'yes' }, match: 'all' },
      { queue: 'vip-or-seoul', key: '', headers: { town: 'seoul', vip: 'yes' }, match: 'any' },
    ],
    messages: withHeaders([
      { town: 'seoul', vip: 'yes' },
      { town: 'seoul', vip: 'no' },
      { town: 'busan', vip: 'yes' },
      { town: 'busan' },
      {},
    ]),
  },
];

const drawnQueues = 8;
const drawnBindings = 24;
const drawnMessages = 100;
const words = ['order', 'refund', 'seoul', 'busan', 'paid', 'cancelled'];
const headerNames = ['town', 'vip', 'kind'];
const headerValues = ['a', 'b'];

export function draw(seed: number): Routes[] {
  const random = createRandom(seed).fork('routing');
  return (['direct', 'topic', 'fanout', 'headers'] as const).map((kind) => drawOne(kind, random.fork(kind)));
}

function drawOne(kind: ExchangeKind, random: Random): Routes {
  const pick = <T>(from: readonly T[]) => from[random.int(from.length)] as T;
  const key = (alphabet: readonly string[]) =>
    Array.from({ length: random.int(4) + 1 }, () => pick(alphabet)).join('.');
  const headers = (most: number): Headers =>
    Object.fromEntries(
      Array.from({ length: random.int(most) + 1 }, () => [pick(headerNames), pick(headerValues)]),
    );
  const bindings = Array.from({ length: drawnBindings }, (_, index): Binding => {
    const queue = `q${index % drawnQueues}`;
    if (kind === 'headers')
      return { queue, key: '', headers: headers(2), match: pick(['all', 'any'] as const) };
    return { queue, key: key(kind === 'topic' ? [...words, '*', '#'] : words.slice(0, 2)) };
  });
  const messages = Array.from({ length: drawnMessages }, (_, index): RoutedMessage => {
    const id = index + 1;
    if (kind === 'headers') return { id, key: '', headers: headers(3) };
    return { id, key: key(kind === 'topic' ? words : words.slice(0, 2)) };
  });
  return { kind, bindings, messages };
}
