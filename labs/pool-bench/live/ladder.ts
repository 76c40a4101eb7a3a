// What to make happen, one after the other. Pure: each is ticked off by what the trace tells.
import type { Happening, Rung } from '../../../src/kit/judge.ts';

const ways = ['pool-1', 'pool-2', 'pool-4', 'new'];

/** While connections were used in this way for the last time. */
function spell(events: readonly Happening[], id: string): readonly Happening[] {
  const begins = events.findLastIndex((event) => event.kind === 'mark' && event.id === id);
  if (begins < 0) return [];
  const rest = events.slice(begins + 1);
  const ends = rest.findIndex((event) => event.kind === 'mark' && ways.includes(event.id));
  return ends < 0 ? rest : rest.slice(0, ends);
}

/** How long requests took. */
function medianMs(events: readonly Happening[]): number | null {
  const times = events
    .flatMap((event) => (event.kind === 'sample' ? [event.value] : []))
    .sort((a, b) => a - b);
  return times[times.length >> 1] ?? null;
}

/** How many waited for a connection of the pool, after each who came. */
function queueOf(events: readonly Happening[]): number[] {
  const waiting = new Set<string>();
  return events.flatMap((event) => {
    if (!('to' in event) || event.to !== 'pool' || !('msg' in event)) return [];
    if (event.kind !== 'send') {
      waiting.delete(event.msg);
      return [];
    }
    waiting.add(event.msg);
    return [waiting.size];
  });
}

/** The longest line behind a pool of one. */
const longest = (events: readonly Happening[]) => Math.max(0, ...queueOf(spell(events, 'pool-1')));

/** So many came one after the other, and each had a connection before the next one came. */
function atOnce(events: readonly Happening[]): number {
  const queue = queueOf(spell(events, 'pool-4'));
  return queue.length - 1 - queue.findLastIndex((waiting) => waiting > 1);
}

const leaked = (events: readonly Happening[]) =>
  events.filter((event) => event.kind === 'mark' && event.id.startsWith('leaked:')).length;

/** Turned away by the pool since a connection was not given back, while Redis was up. */
function exhausted(events: readonly Happening[]): number {
  const first = events.findIndex((event) => event.kind === 'mark' && event.id.startsWith('leaked:'));
  if (first < 0) return 0;
  return events.slice(first).filter((event) => event.kind === 'drop' && event.to === 'pool').length;
}

/** Connections that were refused by the dead Redis, and that carry again without anybody's help. */
function backAgain(events: readonly Happening[]): number {
  const is = (event: Happening, state: string) =>
    event.kind === 'state' && event.actor === 'redis' && event.state === state;
  const death = events.findLastIndex((event) => is(event, 'dead'));
  const back = events.findIndex((event, index) => index > death && is(event, 'up'));
  if (death < 0 || back < 0) return 0;
  const by = (part: readonly Happening[], kind: Happening['kind']) =>
    new Set(part.flatMap((event) => (event.kind === kind && 'from' in event ? [event.from] : [])));
  const refused = by(events.slice(death), 'drop');
  const carries = by(events.slice(back), 'recv');
  return [...refused].filter((who) => who.startsWith('connection-') && carries.has(who)).length;
}

export const ladder: readonly Rung[] = [
  {
    task: { ko: '풀을 거쳐 열 번 응답할 때까지 봐요', en: 'Watch ten requests go through the pool' },
    done: (events) => events.filter(({ kind }) => kind === 'sample').length >= 10,
    learned: (events) => ({
      ko: `요청 하나에 ${medianMs(events)} ms 걸렸어요(중앙값).`,
      en: `A request took ${medianMs(events)} ms (median).`,
    }),
  },
  {
    task: {
      ko: '풀을 하나로 줄여서, 요청 다섯 건이 줄을 서게 해 보세요',
      en: 'Make five requests stand in line: a pool of 1',
    },
    done: (events) => longest(events) >= 5,
    learned: (events) => ({
      ko: `연결 하나를 두고 ${longest(events)}건이 한꺼번에 기다렸어요.`,
      en: `${longest(events)} waited for one connection at the same time.`,
    }),
  },
  {
    task: {
      ko: '풀을 넷으로 키워서, 이어서 온 여덟 건이 기다리지 않게 해 보세요',
      en: 'Make the line go away: a pool of 4, and eight in a row that do not wait',
    },
    done: (events) => atOnce(events) >= 8,
    learned: (events) => ({
      ko: `이어서 온 ${atOnce(events)}건이 저마다 바로 연결을 얻었어요.`,
      en: `${atOnce(events)} in a row got a connection before the next one came.`,
    }),
  },
  {
    task: {
      ko: '풀 없이 매번 새로 연결해서, 다섯 번 응답할 때까지 봐요',
      en: 'Connect anew for each, and watch five of them',
    },
    done: (events) =>
      medianMs(spell(events, 'pool-4')) !== null &&
      spell(events, 'new').filter(({ kind }) => kind === 'sample').length >= 5,
    learned: (events) => ({
      ko: `매번 새로 연결하면 ${medianMs(spell(events, 'new'))} ms, 연결이 넷인 풀에서는 ${medianMs(spell(events, 'pool-4'))} ms 걸렸어요(중앙값).`,
      en: `${medianMs(spell(events, 'new'))} ms with a new connection for each, ${medianMs(spell(events, 'pool-4'))} ms with a pool of 4 (medians).`,
    }),
  },
  {
    task: {
      ko: '다시 풀로 바꾸고, 연결을 반납하지 않아서 풀이 바닥나게 해 보세요',
      en: 'Back to a pool: leak its connections until it turns somebody away',
    },
    done: (events) => exhausted(events) > 0,
    learned: (events) => ({
      ko: `연결 ${leaked(events)}개가 돌아오지 않았고, 요청 ${exhausted(events)}건이 Redis에 닿기 전에 풀에서 거절됐어요.`,
      en: `${leaked(events)} connections did not come back, and ${exhausted(events)} requests were turned away by the pool, before they came to Redis.`,
    }),
  },
  {
    task: {
      ko: '풀을 새로 만들고 Redis를 죽였다가 다시 켜서, 같은 연결이 스스로 돌아오는지 보세요',
      en: 'With a fresh pool, kill Redis, start it again, and see whether its connections come back by themselves',
    },
    done: (events) => backAgain(events) > 0,
    learned: (events) => ({
      ko: `죽은 동안 거절당한 연결 가운데 ${backAgain(events)}개가 같은 풀에서 다시 일해요.`,
      en: `${backAgain(events)} of the connections that were refused meanwhile carry again, in the same pool.`,
    }),
  },
];
