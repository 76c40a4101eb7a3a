// What to make happen, one after the other. Pure: each is ticked off by what the observer saw, in the order of the trace.
import type { Happening, Rung, Text } from '../../../src/kit/judge.ts';

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

const isDead = (actor: string) => (event: Happening) =>
  event.kind === 'state' && event.actor === actor && event.state === 'dead';
/** The app of Jiwoo renews nothing after this. */
const isPlainSet = (event: Happening) =>
  event.kind === 'command' && event.from === 'jiwoo' && / 2$/.test(event.command);

/** The first of these that the observer says of somebody after that; null where it says none of them. */
function seenAfter(
  events: readonly Happening[],
  who: string,
  is: (event: Happening) => boolean,
  among: readonly Seen[],
): Seen | null {
  const from = events.findLastIndex(is);
  const marks =
    from < 0 ? [] : events.slice(from).flatMap((event) => (event.kind === 'mark' ? [event.id] : []));
  const ids = among.map((seen) => `${seen}:${who}`);
  return among[ids.indexOf(marks.find((id) => ids.includes(id)) ?? '')] ?? null;
}

const minsu = (events: readonly Happening[]) =>
  seenAfter(events, 'minsu', isDead('minsu'), ['ghost', 'unlisted', 'gone']);
const jiwoo = (events: readonly Happening[]) =>
  seenAfter(events, 'jiwoo', isPlainSet, ['for-ever', 'ghost', 'gone']);
/** Both are gone at first: neither comes back at once. */
const haneul = (events: readonly Happening[]) =>
  seenAfter(events, 'haneul', isDead('redis'), ['unlisted', 'ghost', 'alive']);

const said: Readonly<Record<Seen, Text>> = {
  alive: { ko: '목록에 있고 키도 있어요', en: 'on the list, with a key' },
  ghost: { ko: '목록에 있는데 키가 없어요', en: 'on the list, without a key' },
  gone: { ko: '목록에도 없고 키도 없어요', en: 'neither on the list nor with a key' },
  'for-ever': { ko: '키가 있고 TTL이 없어요(PTTL -1)', en: 'has a key without a TTL (PTTL -1)' },
  unlisted: { ko: '키가 있는데 목록에 없어요', en: 'has a key, and is not on the list' },
};

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
      ko: '민수의 앱을 인사 없이 죽이고, 몇 초 동안 지켜보세요',
      en: 'Kill the app of Minsu without a goodbye, and watch for some seconds',
    },
    predict: {
      prompt: {
        ko: '3초가 지나면 민수는 어디에 남아 있을까요?',
        en: 'Three seconds later, where is Minsu still to be found?',
      },
      choices: [
        { id: 'list', label: { ko: '목록에만', en: 'On the list only' } },
        { id: 'key', label: { ko: '키로만', en: 'As a key only' } },
        { id: 'none', label: { ko: '어디에도 없어요', en: 'Nowhere' } },
      ],
      answer(events) {
        const seen = minsu(events);
        return seen && (seen === 'ghost' ? 'list' : seen === 'unlisted' ? 'key' : 'none');
      },
    },
    learned(events) {
      const seen = said[minsu(events) ?? 'ghost'];
      return { ko: `앱이 죽은 민수: ${seen.ko}.`, en: `Minsu, whose app is dead: ${seen.en}.` };
    },
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
      ko: '지우의 키를 TTL 없이 덮어쓰고, 몇 초 동안 지켜보세요',
      en: 'Write the key of Jiwoo without a TTL, and watch for some seconds',
    },
    predict: {
      prompt: {
        ko: '지우의 키에는 TTL이 3초까지 남아 있었어요. 덮어쓴 키는 언제 사라질까요?',
        en: 'The key had up to 3 seconds to live. When does it go, now that it was written over?',
      },
      choices: [
        {
          id: 'as-before',
          label: { ko: '남아 있던 TTL이 지나면 사라져요', en: 'When what was left of them is over' },
        },
        { id: 'never', label: { ko: '사라지지 않아요', en: 'Never' } },
      ],
      answer(events) {
        const seen = jiwoo(events);
        return seen && (seen === 'for-ever' ? 'never' : 'as-before');
      },
    },
    learned(events) {
      const seen = said[jiwoo(events) ?? 'for-ever'];
      return {
        ko: `앱이 더 갱신하지 않는 지우: ${seen.ko}.`,
        en: `Jiwoo, whose app renews nothing any more: ${seen.en}.`,
      };
    },
  },
  {
    task: {
      ko: 'Redis를 죽이고 다시 켠 다음, 하늘이를 지켜보세요',
      en: 'Kill Redis, start it again, and watch Haneul',
    },
    predict: {
      prompt: {
        ko: '하늘이의 앱은 내내 살아 있어요. 무엇이 저절로 돌아올까요?',
        en: 'The app of Haneul is alive all the time. What comes back by itself?',
      },
      choices: [
        { id: 'key', label: { ko: '키만', en: 'The key only' } },
        { id: 'list', label: { ko: '목록만', en: 'The list only' } },
        { id: 'both', label: { ko: '둘 다', en: 'Both' } },
      ],
      answer(events) {
        const seen = haneul(events);
        return seen && (seen === 'unlisted' ? 'key' : seen === 'ghost' ? 'list' : 'both');
      },
    },
    learned(events) {
      const seen = said[haneul(events) ?? 'unlisted'];
      return {
        ko: `다시 켠 뒤의 하늘이: ${seen.ko}. 앱은 키만 갱신하고, 목록에는 접속할 때 한 번 올려요.`,
        en: `Haneul since Redis is back: ${seen.en}. The app renews the key; on the list it is put once, on connecting.`,
      };
    },
  },
];
