// What to make happen, one after the other. Pure: each is ticked off by what the observer saw, in the order of the trace.
import type { Happening, Rung } from '../../../src/kit/judge.ts';

/** What the observer says of somebody. */
export type Seen = 'alive' | 'ghost' | 'gone' | 'for-ever' | 'unlisted';

const places = (events: readonly Happening[], seen: Seen, who = '') =>
  events.flatMap((event, index) =>
    event.kind === 'mark' && event.id.startsWith(`${seen}:`) && event.id.endsWith(who) ? [index] : [],
  );

/** Whether the second was seen after the first had been. */
function followed(first: readonly number[], then: readonly number[]): boolean {
  return first.length > 0 && then.some((index) => index > (first[0] as number));
}

const stateOf = (events: readonly Happening[], actor: string, state: string) =>
  events.flatMap((event, index) =>
    event.kind === 'state' && event.actor === actor && event.state === state ? [index] : [],
  );

export const ladder: readonly Rung[] = [
  {
    task: { ko: '세 사람이 모두 살아 있다고 보일 때까지 봐요', en: 'Watch until all three are seen alive' },
    done: (events) => places(events, 'alive').length >= 3,
    learned: () => ({
      ko: '세 사람의 키가 모두 있고, 목록에도 세 사람이 있어요.',
      en: 'All three have a key, and all three are on the list.',
    }),
  },
  {
    task: {
      ko: '민수의 앱을 죽여서 목록에 유령을 남겨 보세요',
      en: 'Kill the app of Minsu, and make a ghost of him',
    },
    done: (events) => followed(stateOf(events, 'minsu', 'dead'), places(events, 'ghost', 'minsu')),
    learned: () => ({
      ko: '민수의 키는 저절로 사라졌는데, 목록에는 민수가 남아 있어요.',
      en: 'The key of Minsu went by itself, and the list still has him.',
    }),
  },
  {
    task: {
      ko: '유령을 목록에서 치우고, 민수를 다시 접속시켜요',
      en: 'Sweep the ghost off the list, then bring Minsu back',
    },
    done: (events) => {
      const gone = places(events, 'gone', 'minsu');
      return followed(gone, places(events, 'alive', 'minsu'));
    },
    learned: () => ({
      ko: '치운 다음에는 목록과 키가 같은 말을 했고, 다시 접속하자 둘 다 민수를 알아요.',
      en: 'After the sweep the list and the keys said the same; now both know Minsu again.',
    }),
  },
  {
    task: {
      ko: '지우의 키를 TTL 없이 덮어써서, 사라지지 않는 키를 만들어 보세요',
      en: 'Write the key of Jiwoo without a TTL, and make a key that does not go',
    },
    done: (events) => places(events, 'for-ever', 'jiwoo').length > 0,
    learned: () => ({
      ko: '지우의 앱은 더 갱신하지 않는데 키에는 TTL이 없어요(PTTL -1).',
      en: 'The app of Jiwoo renews nothing any more, and the key has no TTL (PTTL -1).',
    }),
  },
  {
    task: {
      ko: 'Redis를 죽이고 다시 켜서, 키와 목록 가운데 무엇이 저절로 돌아오는지 보세요',
      en: 'Kill Redis, start it again, and see which of the two comes back by itself',
    },
    done: (events) => followed(stateOf(events, 'redis', 'dead'), places(events, 'unlisted', 'haneul')),
    learned: () => ({
      ko: '하늘이의 키는 다음 갱신으로 돌아왔는데, 목록에는 하늘이가 없어요.',
      en: 'The key of Haneul came back with the next renewal; on the list Haneul is not.',
    }),
  },
];
