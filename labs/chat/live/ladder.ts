// What to make happen, one after the other. Pure: each is ticked off by what the trace tells.
import type { Happening, Rung } from '../../../src/kit/judge.ts';

const readers = ['han', 'lee'];

const numbers = (events: readonly Happening[], kind: 'send' | 'recv', to: string) =>
  events.flatMap((event) => (event.kind === kind && event.to === to ? [event.msg] : []));

/** What was said while somebody was in this state, and whether all of it has reached these since. */
function meanwhile(
  events: readonly Happening[],
  actor: string,
  state: 'cut' | 'dead',
  to: readonly string[],
) {
  const is = (event: Happening, wanted: string) =>
    event.kind === 'state' && event.actor === actor && event.state === wanted;
  const begins = events.findLastIndex((event) => is(event, state));
  const ends = events.findIndex((event, index) => index > begins && is(event, 'up'));
  if (begins < 0 || ends < 0) return { said: 0, reached: false };
  const during = events.slice(begins, ends);
  const said = new Set(to.flatMap((reader) => numbers(during, 'send', reader)));
  const reached = to.every((reader) => {
    const heard = new Set(numbers(events.slice(begins), 'recv', reader));
    return [...said].every((number) => heard.has(number));
  });
  return { said: said.size, reached };
}

const toldAfterDeath = (events: readonly Happening[]) => {
  const death = events.findIndex(
    (event) => event.kind === 'state' && event.actor === 'redis' && event.state === 'dead',
  );
  if (death < 0) return [];
  const told = events
    .slice(death)
    .flatMap((event) => (event.kind === 'mark' && event.id.startsWith('told:') ? [event.id.slice(5)] : []));
  return [...new Set(told)];
};

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
      ko: 'lee의 네트워크를 끊고, 세 건 넘게 오간 뒤에 이어서 lee가 되찾는지 보세요',
      en: 'Cut the network of lee, let three be said, heal it, and see whether lee gets them',
    },
    done: (events) => {
      const { said, reached } = meanwhile(events, 'network', 'cut', ['lee']);
      return said >= 3 && reached;
    },
    learned: (events) => {
      const { said } = meanwhile(events, 'network', 'cut', ['lee']);
      return {
        ko: `끊긴 동안 오간 ${said}건을 lee가 다시 이어진 뒤에 모두 받았어요.`,
        en: `lee was given all ${said} that were said meanwhile.`,
      };
    },
  },
  {
    task: {
      ko: '서버 1을 죽이고 다시 켜서, 그사이에 오간 것을 둘 다 받는지 보세요',
      en: 'Kill server 1, start it again, and see whether both have what was said meanwhile',
    },
    done: (events) => {
      const { said, reached } = meanwhile(events, 'server-1', 'dead', readers);
      return said >= 2 && reached;
    },
    learned: (events) => {
      const { said } = meanwhile(events, 'server-1', 'dead', readers);
      return {
        ko: `서버 1이 죽어 있던 동안 kim이 말한 ${said}건을 han과 lee가 모두 받았어요.`,
        en: `han and lee have all ${said} that kim said while server 1 was dead.`,
      };
    },
  },
  {
    task: {
      ko: 'Redis를 죽이고 다시 켜서, 빠진 것이 있을 수 있다는 말을 누가 듣는지 보세요',
      en: 'Kill Redis, start it again, and see who is told that something may be missing',
    },
    done: (events) => toldAfterDeath(events).length > 0,
    learned: (events) => {
      const told = toldAfterDeath(events).join(', ');
      return {
        ko: `빠진 것이 있을 수 있다는 말을 들은 사람: ${told}. 이 Redis는 디스크에 아무것도 남기지 않아요.`,
        en: `Told that something may be missing: ${told}. This Redis keeps nothing on disk.`,
      };
    },
  },
];
