// What to make happen, one after the other. Pure: each is ticked off by what the trace tells.
import type { Happening, Rung } from '../../../src/kit/judge.ts';

const readers = ['han', 'lee'];

const numbers = (events: readonly Happening[], kind: 'send' | 'recv', to: string) =>
  events.flatMap((event) => (event.kind === kind && event.to === to ? [event.msg] : []));

const isState = (event: Happening, actor: string, state: string) =>
  event.kind === 'state' && event.actor === actor && event.state === state;

/** From the last time that an actor came into this state to the next time that it was up; null while that goes on. */
function spell(events: readonly Happening[], actor: string, state: 'cut' | 'dead') {
  const begins = events.findLastIndex((event) => isState(event, actor, state));
  const ends = events.findIndex((event, index) => index > begins && isState(event, actor, 'up'));
  if (begins < 0 || ends < 0) return null;
  return { during: events.slice(begins, ends), since: events.slice(begins), after: events.slice(ends) };
}

/**
 * What was said meanwhile, and how much of that somebody has. A room is heard in order: who hears what was said later
 * gets no more of it. Null until that is known of each of them.
 */
function meanwhile(
  events: readonly Happening[],
  actor: string,
  state: 'cut' | 'dead',
  to: readonly string[],
) {
  const times = spell(events, actor, state);
  if (!times) return null;
  const people = to.map((reader) => {
    const [said, heard] = [
      new Set(numbers(times.during, 'send', reader)),
      numbers(times.since, 'recv', reader),
    ];
    const later = new Set(numbers(times.after, 'send', reader));
    const got = new Set(heard.filter((number) => said.has(number))).size;
    return { said: said.size, got, isKnown: got === said.size || heard.some((number) => later.has(number)) };
  });
  const [said, got] = [Math.max(...people.map((one) => one.said)), Math.min(...people.map((one) => one.got))];
  return people.every(({ isKnown }) => isKnown) ? { said, got } : null;
}

const whileCut = (events: readonly Happening[]) => meanwhile(events, 'network', 'cut', ['lee']);
const whileServerDead = (events: readonly Happening[]) => meanwhile(events, 'server-1', 'dead', readers);

/** How much of what was said meanwhile came, where it was this much. */
function share(found: { said: number; got: number } | null, atLeast: number): 'all' | 'some' | 'none' | null {
  if (!found || found.said < atLeast) return null;
  return found.got === found.said ? 'all' : found.got > 0 ? 'some' : 'none';
}

/** Who was told that something may be missing since Redis died; null until both have heard what was said after that. */
function toldAfterDeath(events: readonly Happening[]): readonly string[] | null {
  const times = spell(events, 'redis', 'dead');
  if (!times) return null;
  const go = readers.every((reader) => {
    const said = new Set(numbers(times.after, 'send', reader));
    return numbers(times.after, 'recv', reader).some((number) => said.has(number));
  });
  return go ? readers.filter((reader) => times.since.some((event) => isTold(event, reader))) : null;
}

const isTold = (event: Happening, reader: string) => event.kind === 'mark' && event.id === `told:${reader}`;

export const ladder: readonly Rung[] = [
  {
    task: { ko: 'han과 lee가 세 건씩 들을 때까지 봐요', en: 'Watch until han and lee have heard three each' },
    done: (events) => readers.every((reader) => numbers(events, 'recv', reader).length >= 3),
    learned: (events) => {
      const [han, lee] = readers.map((reader) => numbers(events, 'recv', reader).length);
      return {
        ko: `han은 ${han}건, lee는 ${lee}건을 들었어요.`,
        en: `han has heard ${han}, lee has heard ${lee}.`,
      };
    },
  },
  {
    task: {
      ko: 'lee의 네트워크를 끊고, kim이 세 번 이상 말한 뒤에 이어 보세요',
      en: 'Cut the network of lee, let kim say three, and heal it',
    },
    predict: {
      prompt: {
        ko: '끊긴 동안 kim이 한 말을 lee는 나중에 받을까요?',
        en: 'Does lee get what kim said meanwhile?',
      },
      choices: [
        { id: 'all', label: { ko: '모두 받아요', en: 'All of it' } },
        { id: 'some', label: { ko: '일부만 받아요', en: 'Some of it' } },
        { id: 'none', label: { ko: '하나도 받지 못해요', en: 'None of it' } },
      ],
      answer: (events) => share(whileCut(events), 3),
    },
    learned(events) {
      const { said = 0, got = 0 } = whileCut(events) ?? {};
      return {
        ko: `끊긴 동안 kim이 말한 ${said}건 가운데 lee가 ${got === 0 ? '받은 것은 없어요' : `${got}건을 받았어요`}.`,
        en: `Of the ${said} that kim said meanwhile lee got ${got === 0 ? 'none' : got}.`,
      };
    },
  },
  {
    task: {
      ko: '서버 1을 죽이고, kim이 두 번 이상 말한 뒤에 다시 켜 보세요',
      en: 'Kill server 1, let kim say two, and start it again',
    },
    predict: {
      prompt: {
        ko: '그사이에 kim이 한 말을 han과 lee가 둘 다 받을까요?',
        en: 'Do han and lee both get what kim said meanwhile?',
      },
      choices: [
        { id: 'all', label: { ko: '둘 다 모두 받아요', en: 'Both get all of it' } },
        { id: 'some', label: { ko: '누군가는 일부를 놓쳐요', en: 'Somebody misses some of it' } },
        { id: 'none', label: { ko: '누군가는 모두 놓쳐요', en: 'Somebody misses all of it' } },
      ],
      answer: (events) => share(whileServerDead(events), 2),
    },
    learned(events) {
      const { said = 0, got = 0 } = whileServerDead(events) ?? {};
      const [ko, en] =
        got === said
          ? [`${said}건을 두 사람이 모두 받았어요`, 'both got all']
          : got === 0
            ? [`${said}건을 누군가는 하나도 받지 못했어요`, 'somebody got none']
            : [`${said}건 가운데 두 사람이 적어도 ${got}건씩 받았어요`, `each got ${got} at least`];
      return {
        ko: `서버 1이 죽어 있던 동안 kim이 말한 ${ko}.`,
        en: `Of the ${said} that kim said while server 1 was dead ${en}.`,
      };
    },
  },
  {
    task: {
      ko: 'Redis를 죽이고 다시 켠 다음, 새로운 말이 들릴 때까지 봐요',
      en: 'Kill Redis, start it again, and watch until something new is heard',
    },
    predict: {
      prompt: {
        ko: '이 Redis는 디스크에 아무것도 남기지 않아요. 빠진 것이 있을 수 있다는 말을 누가 들을까요?',
        en: 'This Redis keeps nothing on disk. Who is told that something may be missing?',
      },
      choices: [
        { id: 'both', label: { ko: 'han과 lee 둘 다', en: 'Both han and lee' } },
        { id: 'one', label: { ko: '한 사람만', en: 'One of them' } },
        { id: 'nobody', label: { ko: '아무도 못 들어요', en: 'Nobody' } },
      ],
      answer(events) {
        const told = toldAfterDeath(events);
        return told && (told.length === readers.length ? 'both' : told.length > 0 ? 'one' : 'nobody');
      },
    },
    learned(events) {
      const told = toldAfterDeath(events) ?? [];
      return {
        ko: `빠진 것이 있을 수 있다는 말을 들은 사람: ${told.join(', ') || '없음'}.`,
        en: `Told that something may be missing: ${told.join(', ') || 'nobody'}.`,
      };
    },
  },
];
