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

/** How long requests took that came meanwhile: what others were waiting for before says nothing of it. */
function timesMs(events: readonly Happening[]): number[] {
  const came = new Set<string>();
  let answered = '';
  return events.flatMap((event) => {
    if (event.kind === 'send' && event.from === 'caller') came.add(event.msg);
    if (event.kind === 'ack') answered = event.msg;
    return event.kind === 'sample' && came.has(answered) ? [event.value] : [];
  });
}

/** Null where there are fewer. */
function medianMs(events: readonly Happening[], atLeast = 1): number | null {
  const times = timesMs(events).sort((a, b) => a - b);
  return times.length < atLeast ? null : (times[times.length >> 1] ?? null);
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

/** Behind a pool of one: the longest line, and how many came. */
function lineOf(events: readonly Happening[]) {
  const queue = queueOf(spell(events, 'pool-1'));
  return { longest: Math.max(0, ...queue), came: queue.length };
}

/** Since for the first time no connection of a pool was left that is given back: how many came to it, and what became of them. */
function sinceLeak(events: readonly Happening[]) {
  let [size, leaked] = [0, 0];
  const empty = events.findIndex((event) => {
    if (event.kind !== 'mark') return false;
    leaked = event.id.startsWith('leaked:') ? leaked + 1 : 0;
    if (ways.includes(event.id)) size = Number(event.id.replace(/\D/g, ''));
    return leaked > 0 && leaked === size;
  });
  const rest = empty < 0 ? [] : events.slice(empty);
  const at = (kind: Happening['kind']) =>
    rest.filter((event) => event.kind === kind && isAtPool(event)).length;
  return { size, came: at('send'), taken: at('recv'), turnedAway: at('drop') };
}

const isAtPool = (event: Happening) => 'to' in event && event.to === 'pool';

/** Connections that the dead Redis had refused; those that carry again, and what came since it is back. */
function afterDeath(events: readonly Happening[]) {
  const is = (event: Happening, state: string) =>
    event.kind === 'state' && event.actor === 'redis' && event.state === state;
  const death = events.findLastIndex((event) => is(event, 'dead'));
  const back = events.findIndex((event, index) => index > death && is(event, 'up'));
  if (death < 0 || back < 0) return null;
  const by = (part: readonly Happening[], kind: Happening['kind']) =>
    new Set(part.flatMap((event) => (event.kind === kind && 'from' in event ? [event.from] : [])));
  const refused = [...by(events.slice(death), 'drop')].filter((who) => who.startsWith('connection-'));
  const carries = by(events.slice(back), 'recv');
  const came = events.slice(back).filter((event) => event.kind === 'send' && isAtPool(event)).length;
  return { refused: refused.length, again: refused.filter((who) => carries.has(who)).length, came };
}

/** So many came: what has not happened by then does not happen. */
const many = 30;

/** How the second median stands to the first, where there are some of each. */
function ratio(before: number | null, after: number | null): number | null {
  return before === null || after === null ? null : after / before;
}

const ofTwo = (events: readonly Happening[]) => medianMs(spell(events, 'pool-2'), 5);
const ofFour = (events: readonly Happening[]) => medianMs(spell(events, 'pool-4'), 8);
const ofNew = (events: readonly Happening[]) => medianMs(spell(events, 'new'), 5);

export const ladder: readonly Rung[] = [
  {
    task: { ko: '풀을 거쳐 열 번 응답할 때까지 봐요', en: 'Watch ten requests go through the pool' },
    done: (events) => timesMs(events).length >= 10,
    learned: (events) => ({
      ko: `요청 하나에 ${medianMs(events)} ms 걸렸어요(중앙값).`,
      en: `A request took ${medianMs(events)} ms (median).`,
    }),
  },
  {
    task: {
      ko: '연결이 둘인 풀을 하나로 줄이고, 요청이 계속 오는 동안 봐요',
      en: 'Make the pool of 2 a pool of 1, and watch requests come',
    },
    predict: {
      prompt: {
        ko: '요청은 150 ms마다 오고, 연결 하나는 요청 하나에 250 ms 넘게 묶여 있어요. 무슨 일이 생길까요?',
        en: 'A request comes each 150 ms and holds its connection for more than 250 ms. What happens?',
      },
      choices: [
        {
          id: 'slower',
          label: { ko: '조금씩 느려질 뿐, 줄은 짧아요', en: 'Each is a little slower; the line stays short' },
        },
        { id: 'line', label: { ko: '줄이 계속 길어져요', en: 'The line grows and grows' } },
        {
          id: 'turned-away',
          label: { ko: '줄을 서지 않고 바로 거절돼요', en: 'Requests are turned away at once' },
        },
      ],
      answer(events) {
        const { longest, came } = lineOf(events);
        if (longest >= 5) return 'line';
        if (came < many) return null;
        const drops = spell(events, 'pool-1').filter((event) => event.kind === 'drop' && isAtPool(event));
        return drops.length > 0 ? 'turned-away' : 'slower';
      },
    },
    learned: (events) => ({
      ko: `지금까지 온 요청 ${lineOf(events).came}건 가운데 한꺼번에 기다린 것은 많을 때 ${lineOf(events).longest}건이었어요.`,
      en: `Of the ${lineOf(events).came} that came so far up to ${lineOf(events).longest} waited at the same time.`,
    }),
  },
  {
    task: {
      ko: '풀의 크기를 4로 키우고, 여덟 번 응답할 때까지 봐요',
      en: 'Make it a pool of 4, and watch eight of them answered',
    },
    predict: {
      prompt: {
        ko: '연결이 넷이면 요청 하나에 걸리는 시간은 둘일 때와 비교해 어떻게 될까요?',
        en: 'With four connections, how long does a request take, compared with two?',
      },
      choices: [
        { id: 'half', label: { ko: '절반쯤으로 줄어요', en: 'About half as long' } },
        { id: 'same', label: { ko: '거의 같아요(차이 30% 이내)', en: 'About as long (within 30%)' } },
        { id: 'longer', label: { ko: '더 오래 걸려요', en: 'Longer' } },
      ],
      answer(events) {
        const times = ratio(ofTwo(events), ofFour(events));
        if (times === null) return null;
        return times < 0.7 ? 'half' : times <= 1.3 ? 'same' : 'longer';
      },
    },
    learned: (events) => ({
      ko: `연결이 둘일 때 ${ofTwo(events)} ms, 넷일 때 ${ofFour(events)} ms 걸렸어요(중앙값).`,
      en: `${ofTwo(events)} ms with two connections, ${ofFour(events)} ms with four (medians).`,
    }),
  },
  {
    task: {
      ko: '풀 없이 매번 새로 연결하고, 다섯 번 응답할 때까지 봐요',
      en: 'Connect anew for each, and watch five of them',
    },
    predict: {
      prompt: {
        ko: '매번 새로 연결하면 요청 하나에 걸리는 시간은 풀을 쓸 때와 비교해 어떻게 될까요?',
        en: 'With a new connection for each, how long does a request take, compared with the pool?',
      },
      choices: [
        { id: 'same', label: { ko: '거의 같아요(차이 30% 이내)', en: 'About as long (within 30%)' } },
        {
          id: 'more',
          label: { ko: '더 걸리지만 두 배는 안 돼요', en: 'Longer, and less than twice as long' },
        },
        { id: 'twice', label: { ko: '두 배가 넘게 걸려요', en: 'More than twice as long' } },
      ],
      answer(events) {
        const times = ratio(ofFour(events), ofNew(events));
        if (times === null) return null;
        return times <= 1.3 ? 'same' : times <= 2 ? 'more' : 'twice';
      },
    },
    learned: (events) => ({
      ko: `매번 새로 연결하면 ${ofNew(events)} ms, 연결이 넷인 풀에서는 ${ofFour(events)} ms 걸렸어요(중앙값).`,
      en: `${ofNew(events)} ms with a new connection for each, ${ofFour(events)} ms with a pool of 4 (medians).`,
    }),
  },
  {
    task: {
      ko: '다시 풀로 바꾸고, 풀에 남은 연결이 없을 때까지 하나씩 반납하지 않게 해 보세요',
      en: 'Back to a pool: do not give its connections back, one by one, until none is left',
    },
    predict: {
      prompt: {
        ko: '연결이 하나도 돌아오지 않으면 다음 요청은 어떻게 될까요?',
        en: 'What becomes of the next request when no connection comes back?',
      },
      choices: [
        {
          id: 'new',
          label: { ko: '풀이 새 연결을 만들어 줘요', en: 'The pool opens another connection for it' },
        },
        { id: 'waits', label: { ko: '끝없이 기다려요', en: 'It waits for ever' } },
        {
          id: 'turned-away',
          label: { ko: '기다리다가 풀에서 거절돼요', en: 'It waits, then the pool turns it away' },
        },
      ],
      answer(events) {
        const { came, taken, turnedAway } = sinceLeak(events);
        if (turnedAway > 0) return 'turned-away';
        return came < many ? null : taken < came / 2 ? 'waits' : 'new';
      },
    },
    learned(events) {
      const { size, turnedAway } = sinceLeak(events);
      return {
        ko: `풀의 연결 ${size}개가 모두 돌아오지 않은 뒤로, Redis에 닿기 전에 풀에서 거절된 요청은 ${turnedAway === 0 ? '없어요' : `${turnedAway}건이에요`}.`,
        en: `Since none of the ${size} connections came back the pool turned away ${turnedAway === 0 ? 'nobody' : turnedAway}, before they came to Redis.`,
      };
    },
  },
  {
    task: {
      ko: '풀을 새로 만들고 Redis를 죽인 다음, 요청이 실패하면 다시 켜 보세요',
      en: 'With a fresh pool, kill Redis, and start it again when requests have failed',
    },
    predict: {
      prompt: {
        ko: 'Redis가 다시 켜지면 풀에 있던 연결은 어떻게 될까요?',
        en: 'Redis is started again. What of the connections in the pool?',
      },
      choices: [
        { id: 'back', label: { ko: '스스로 돌아와 다시 일해요', en: 'They come back by themselves' } },
        {
          id: 'useless',
          label: {
            ko: '못 쓰게 돼요. 풀을 새로 만들어야 해요',
            en: 'They stay useless; one needs a new pool',
          },
        },
      ],
      answer(events) {
        const { refused = 0, again = 0, came = 0 } = afterDeath(events) ?? {};
        if (refused === 0) return null;
        return again > 0 ? 'back' : came >= many ? 'useless' : null;
      },
    },
    learned: (events) => {
      const { refused = 0, again = 0 } = afterDeath(events) ?? {};
      return {
        ko: `Redis가 죽어 있어서 요청이 실패했던 연결 ${refused}개 가운데 ${again === 0 ? '다시 일하는 것은 없어요' : `${again}개가 같은 풀에서 다시 일해요`}.`,
        en: `Of the ${refused} connections whose requests had failed ${again === 0 ? 'none carries' : `${again} carry`} again, in the same pool.`,
      };
    },
  },
];
