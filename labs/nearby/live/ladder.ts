// What to make happen, one after the other. Pure: each is ticked off by what was on the map, in the order of the trace.
import type { Happening, Rung } from '../../../src/kit/judge.ts';

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

/** Up to the moment when the map let go of Bo, who had died before; nothing before it did. */
function ghost(events: readonly Happening[]): readonly Happening[] {
  const death = afterState(events, 'bo', 'dead');
  const end = death.findIndex((event) => event.kind === 'mark' && event.id === 'left:bo');
  return end < 0 ? [] : death.slice(0, end);
}

const few = 4;

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
    task: { ko: '댄을 반경 밖으로 보내 보세요', en: 'Send Dan beyond the ring' },
    done: (events) => pushes(beyond(events), 'dan') >= few,
    learned: (events) => ({
      ko: `댄이 반경 밖으로 나간 뒤에도 위치가 ${pushes(beyond(events), 'dan')}번 왔어요.`,
      en: `${pushes(beyond(events), 'dan')} positions of Dan came from beyond the ring.`,
    }),
  },
  {
    task: {
      ko: '에마를 나중에 접속시켜서, 접속했는데 안 보이는 친구를 만들어 보세요',
      en: 'Make a friend who is there and not shown: let Emma connect later',
    },
    done: (events) => looks(afterMark(events, 'come'), 'emma', 'unseen') >= few,
    learned: (events) => ({
      ko: `에마가 접속한 뒤 ${looks(afterMark(events, 'come'), 'emma', 'unseen')}번 살펴봤는데, 아나의 화면에는 없었어요.`,
      en: `Looked at ${looks(afterMark(events, 'come'), 'emma', 'unseen')} times since she connected: Emma is not on the screen of Ana.`,
    }),
  },
  {
    task: {
      ko: '에마를 내보내고 역방향 구독으로 바꾼 다음, 다시 접속시켜 보세요',
      en: 'Let Emma leave, use the reverse subscription, and let her connect again',
    },
    done: (events) => looks(afterReverse(events), 'emma', 'near') > 0,
    learned: (events) => ({
      ko: `나중에 온 에마가 이번에는 보여요. 그 뒤로 에마의 위치가 ${pushes(afterReverse(events), 'emma')}번 왔어요.`,
      en: `This time Emma is seen though she came later; ${pushes(afterReverse(events), 'emma')} positions of her came since.`,
    }),
  },
  {
    task: {
      ko: '보의 앱을 죽여서 유령을 만들고, 언제 사라지는지 보세요',
      en: 'Kill the app of Bo: a ghost. See when it goes',
    },
    done: (events) => looks(ghost(events), 'bo', 'gone') > 0,
    learned: (events) => ({
      ko: `보의 앱이 죽은 뒤에도 ${looks(ghost(events), 'bo', 'gone')}번 살펴보는 동안 화면에 남아 있다가 사라졌어요.`,
      en: `The dead app of Bo stayed on the screen for ${looks(ghost(events), 'bo', 'gone')} looks, then it went.`,
    }),
  },
  {
    task: {
      ko: '에마를 내보내고 Redis를 죽였다가 다시 켠 다음, 에마를 다시 접속시켜 보세요',
      en: 'Let Emma leave, kill Redis, start it again, and let her connect once more',
    },
    done: (events) => looks(afterRedis(events), 'emma', 'unseen') >= few,
    learned: () => ({
      ko: '에마가 또 안 보여요. 누가 에마를 친구로 두었는지는 Redis의 메모리에만 있었고, 다시 써 주는 사람이 없었어요.',
      en: 'Emma is not seen again. Who has her as a friend stood in the memory of Redis only, and nobody wrote it anew.',
    }),
  },
];
