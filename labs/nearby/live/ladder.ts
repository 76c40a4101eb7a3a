// What to make happen, one after the other. Pure: each is ticked off by what was on the map, in the order of the trace.
import type { Happening, Rung, Text } from '../../../src/kit/judge.ts';

export const friends = ['bo', 'chloe', 'dan', 'emma'] as const;
export type Friend = (typeof friends)[number];

type Placed = Extract<Happening, { kind: 'place' }>;

/** How often the map says this of somebody. */
const looks = (events: readonly Happening[], who: Friend, seen: Placed['seen']) =>
  events.filter((event) => event.kind === 'place' && event.who === who && event.seen === seen).length;

const afterMark = (events: readonly Happening[], id: string) =>
  since(events, (event) => event.kind === 'mark' && event.id === id);
const afterState = (events: readonly Happening[], actor: string, state: string) =>
  since(events, (event) => event.kind === 'state' && event.actor === actor && event.state === state);

/** From the last of these on; nothing where there was none. */
function since(events: readonly Happening[], is: (event: Happening) => boolean): readonly Happening[] {
  const at = events.findLastIndex(is);
  return at < 0 ? [] : events.slice(at + 1);
}

/** What came of somebody to the phone of Ana. */
const pushes = (events: readonly Happening[], who: Friend) =>
  events.filter((event) => event.kind === 'recv' && event.to === 'ana' && event.msg.startsWith(`${who}#`))
    .length;

/** From the first time that Dan was beyond the ring. */
function beyond(events: readonly Happening[]): readonly Happening[] {
  const at = events.findIndex(
    (event) => event.kind === 'place' && event.who === 'dan' && event.seen === 'far',
  );
  return at < 0 ? [] : events.slice(at);
}

/** Since Emma came, where the servers knew her the reverse way already. */
const afterReverse = (events: readonly Happening[]) => afterMark(afterMark(events, 'active-reverse'), 'come');
const afterRedis = (events: readonly Happening[]) => {
  const isBack = afterState(afterState(events, 'redis', 'dead'), 'redis', 'up');
  return afterMark(isBack, 'come');
};

/** Since Bo died: at how many looks he was still on the map, and whether it has let go of him. */
function ghost(events: readonly Happening[]): { looks: number; isOver: boolean } {
  const death = afterState(events, 'bo', 'dead');
  const end = death.findIndex((event) => event.kind === 'mark' && event.id === 'left:bo');
  return { looks: looks(end < 0 ? death : death.slice(0, end), 'bo', 'gone'), isOver: end >= 0 };
}

/** Whether Emma is seen since then, looked at often enough; null before. */
function isEmmaSeen(events: readonly Happening[]): 'seen' | 'unseen' | null {
  if (looks(events, 'emma', 'near') > 0) return 'seen';
  return looks(events, 'emma', 'unseen') >= few ? 'unseen' : null;
}

/** In the figures of that. */
function toldOfEmma(events: readonly Happening[]): Text {
  const [unseen, came] = [looks(events, 'emma', 'unseen'), pushes(events, 'emma')];
  return isEmmaSeen(events) === 'seen'
    ? {
        ko: `아나의 화면에 에마가 보여요. 접속한 뒤로 에마의 위치가 ${came === 0 ? '따로 오지는 않았어요' : `${came}번 왔어요`}.`,
        en: `Emma is on the screen of Ana; ${came === 0 ? 'none' : came} of her positions came since she connected.`,
      }
    : {
        ko: `에마가 접속한 뒤 ${unseen}번 살펴봤는데, 아나의 화면에는 없었어요.`,
        en: `Looked at ${unseen} times since she connected: Emma is not on the screen of Ana.`,
      };
}

const ofEmma = [
  { id: 'seen', label: { ko: '보여요', en: 'Yes' } },
  { id: 'unseen', label: { ko: '보이지 않아요', en: 'No' } },
];

const few = 4;
/** As often as the life of a position is long, and some more. */
const often = 12;
/** Who is let go as soon as it dies is seen once more, perhaps. */
const atOnce = 2;

export const ladder: readonly Rung[] = [
  {
    task: {
      ko: '보, 클로이, 댄이 모두 가까이 보일 때까지 봐요',
      en: 'Watch until Bo, Chloe and Dan are all seen nearby',
    },
    done: (events) => (['bo', 'chloe', 'dan'] as const).every((who) => looks(events, who, 'near') > 0),
    learned: (events) => {
      const came = friends.reduce((sum, who) => sum + pushes(events, who), 0);
      return {
        ko: `세 친구가 반경 안에 보여요. 지금까지 아나의 휴대폰에 위치가 ${came}번 왔어요.`,
        en: `All three are inside the ring. So far ${came} positions came to the phone of Ana.`,
      };
    },
  },
  {
    task: {
      ko: '댄을 반경 밖으로 보내고, 밖에서 몇 번 움직일 때까지 봐요',
      en: 'Send Dan beyond the ring, and watch him move about there',
    },
    predict: {
      prompt: {
        ko: '반경 밖에 있는 댄의 위치가 아나의 휴대폰까지 올까요?',
        en: 'Do positions of Dan from beyond the ring come to the phone of Ana?',
      },
      choices: [
        { id: 'come', label: { ko: '계속 와요', en: 'Yes, as before' } },
        { id: 'stop', label: { ko: '오지 않아요', en: 'No' } },
      ],
      answer(events) {
        const out = beyond(events);
        if (pushes(out, 'dan') >= few) return 'come';
        return out.filter((event) => event.kind === 'place' && event.who === 'dan').length >= often
          ? 'stop'
          : null;
      },
    },
    learned: (events) => {
      const came = pushes(beyond(events), 'dan');
      return {
        ko: `댄이 반경 밖으로 나간 뒤에 온 위치는 ${came === 0 ? '없어요' : `${came}번이에요`}.`,
        en: `Positions of Dan that came from beyond the ring: ${came === 0 ? 'none' : came}.`,
      };
    },
  },
  {
    task: { ko: '에마를 나중에 접속시켜 보세요', en: 'Let Emma connect later than the others' },
    predict: {
      prompt: {
        ko: '아나보다 나중에 접속한 에마가 아나의 화면에 보일까요?',
        en: 'Emma connects later than Ana. Is she seen on the screen of Ana?',
      },
      choices: ofEmma,
      answer: (events) => isEmmaSeen(afterMark(events, 'come')),
    },
    learned: (events) => toldOfEmma(afterMark(events, 'come')),
  },
  {
    task: {
      ko: '에마를 내보내고 역방향 구독으로 바꾼 다음, 다시 접속시켜 보세요',
      en: 'Let Emma leave, use the reverse subscription, and let her connect again',
    },
    predict: {
      prompt: {
        ko: '이번에는 아나보다 나중에 접속한 에마가 보일까요?',
        en: 'Is Emma seen this time? She connects later than Ana again.',
      },
      choices: ofEmma,
      answer: (events) => isEmmaSeen(afterReverse(events)),
    },
    learned: (events) => toldOfEmma(afterReverse(events)),
  },
  {
    task: {
      ko: '보의 앱을 인사 없이 죽이고, 화면을 지켜보세요',
      en: 'Kill the app of Bo without a goodbye, and watch the screen',
    },
    predict: {
      prompt: {
        ko: '보는 아나의 화면에서 언제 사라질까요?',
        en: 'When does Bo leave the screen of Ana?',
      },
      choices: [
        { id: 'at-once', label: { ko: '앱이 죽는 순간', en: 'The moment his app dies' } },
        { id: 'later', label: { ko: '몇 초 뒤', en: 'Some seconds later' } },
        { id: 'never', label: { ko: '사라지지 않아요', en: 'Never' } },
      ],
      answer(events) {
        const { looks: times, isOver } = ghost(events);
        if (isOver) return times <= atOnce ? 'at-once' : 'later';
        return times >= 3 * often ? 'never' : null;
      },
    },
    learned(events) {
      const { looks: times, isOver } = ghost(events);
      const still = times === 0 ? { ko: '한 번도 보이지 않았어요', en: 'at no look' } : null;
      return {
        ko: `앱이 죽은 뒤의 보: ${still?.ko ?? `${times}번 살펴보는 동안 화면에 남아 있었어요`}. ${isOver ? '지금은 사라졌어요' : '아직도 있어요'}.`,
        en: `Bo was on the screen ${still?.en ?? `for ${times} looks`} after his app had died; ${isOver ? 'now he is gone' : 'he still is'}.`,
      };
    },
  },
  {
    task: {
      ko: '에마를 내보내고 Redis를 죽였다가 다시 켠 다음, 에마를 다시 접속시켜 보세요',
      en: 'Let Emma leave, kill Redis, start it again, and let her connect once more',
    },
    predict: {
      prompt: {
        ko: '누가 에마를 친구로 두었는지는 Redis의 메모리에 있어요. 에마가 보일까요?',
        en: 'Who has Emma as a friend stands in the memory of Redis. Is she seen?',
      },
      choices: ofEmma,
      answer: (events) => isEmmaSeen(afterRedis(events)),
    },
    learned: (events) => toldOfEmma(afterRedis(events)),
  },
];
