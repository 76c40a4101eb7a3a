// C10: everybody who listens gets everything, in order, before a person would notice.
import {
  clientBoundFrom,
  formatFigure,
  formatQuantity,
  judgeOf,
  type Text,
  type Verdict,
} from '../../../src/kit/judge.ts';
import type { FanOutArm, FanOutData, PubsubTried } from '../data.ts';
import type { params } from '../settings.ts';
import { awaitedBy, p99MsOf, stepUs } from './fan-out-arms.ts';

/** "At once" to a person: Nielsen, Usability Engineering (1993), ch. 5; Miller, AFIPS 33 (1968). */
const atOnceMs = 100;

/** An arm that is judged by its latency: a publisher that waits, ioredis, and samples enough for a 99th percentile. */
interface Timed {
  readonly arm: FanOutArm;
  readonly p99Ms: number;
}

export const atOnce = judgeOf<PubsubTried, typeof params>()(['fan-out'], 'held', ({ 'fan-out': arms }) => {
  const timed = awaitedBy(arms, 'ioredis').flatMap((arm): Timed[] => {
    const p99Ms = p99MsOf(arm);
    return p99Ms === null ? [] : [{ arm, p99Ms }];
  });
  const slowest = timed.toSorted((a, b) => b.p99Ms - a.p99Ms)[0];
  return {
    verdict: verdictOf(arms, timed),
    evidence: {
      headline: slowest ? headlineOf(slowest) : tooFew,
      points: [...arrived(arms), ...replied(arms), ...furtherSubscriber(arms), ...cutOff(arms)],
    },
  };
});

function verdictOf(arms: FanOutData, timed: readonly Timed[]): Verdict {
  if (arms.some(({ missed, reordered }) => missed + reordered > 0)) return 'refuted';
  const late = timed.filter(({ p99Ms }) => p99Ms > atOnceMs);
  if (late.length === 0) return timed.length > 0 ? 'held' : 'inconclusive';
  // Where Node itself was at its limit, the lateness may be Node's.
  return late.some(({ arm }) => !isClientBound(arm)) ? 'refuted' : 'inconclusive';
}

function isClientBound({ clientBusyShare }: FanOutArm): boolean {
  return clientBusyShare > clientBoundFrom;
}

function headlineOf({ arm, p99Ms }: Timed): Text {
  const p99 = formatQuantity(p99Ms, 'ms');
  const { subscribers } = arm;
  const [busyKo, busyEn] =
    p99Ms > atOnceMs && isClientBound(arm)
      ? [
          ' 다만 Node가 먼저 한계에 닿아서 Redis가 늦었는지는 알 수 없어요.',
          ' But Node was at its limit first: whether Redis was late cannot be told.',
        ]
      : ['', ''];
  return {
    ko: `응답을 기다리며 하나씩 발행했을 때 가장 느린 경우(구독자 ${subscribers}명)에도 99%가 ${p99} 안에 도착했어요(사람이 느끼는 한계는 ${atOnceMs} ms, Nielsen 1993).${busyKo}`,
    en: `Published one by one, 99 % arrived within ${p99} in the slowest case (subscribers: ${subscribers}); a person notices from ${atOnceMs} ms on (Nielsen 1993).${busyEn}`,
  };
}

const tooFew: Text = {
  ko: '전달이 너무 적어서 99%가 언제 도착했는지 말할 수 없어요.',
  en: 'Too few deliveries to say when 99 % had arrived.',
};

/** Of every arm, pipelined and bare sockets too. */
function arrived(arms: FanOutData): Text[] {
  const sum = (field: 'deliveries' | 'missed' | 'reordered') =>
    arms.reduce((total, arm) => total + arm[field], 0);
  const deliveries = formatFigure(sum('deliveries'), 'messages');
  const [missed, reordered] = [sum('missed'), sum('reordered')];
  return [
    missed + reordered === 0
      ? {
          ko: `표의 모든 줄을 합쳐 ${deliveries}건을 전달했고, 빠지거나 순서가 바뀐 것은 하나도 없어요.`,
          en: `All rows of the table together are ${deliveries} deliveries: none missing, none out of order.`,
        }
      : {
          ko: `표의 모든 줄을 합쳐 ${deliveries}건을 전달하는 동안 빠진 메시지는 ${missed}건, 순서가 바뀐 메시지는 ${reordered}건이에요.`,
          en: `Among ${deliveries} deliveries of all rows ${missed} were missing and ${reordered} out of order.`,
        },
  ];
}

/** The reply is no receipt. */
function replied(arms: FanOutData): Text[] {
  const replies = awaitedBy(arms, 'ioredis').flatMap((arm) => arm.replies ?? []);
  if (replies.length === 0) return [];
  const sum = (field: 'messages' | 'beforeFirst') =>
    formatFigure(
      replies.reduce((total, reply) => total + reply[field], 0),
      'messages',
    );
  return [
    {
      ko: `PUBLISH의 응답은 받았다는 뜻이 아니에요. 응답 ${sum('messages')}건 가운데 ${sum('beforeFirst')}건은 아무도 읽기 전에 왔어요.`,
      en: `The reply of PUBLISH is no receipt: of ${sum('messages')} replies ${sum('beforeFirst')} were there before anybody had read the message.`,
    },
  ];
}

/** Between the two largest crowds, where trials agree that there is a slope; the table has every step. */
function furtherSubscriber(arms: FanOutData): Text[] {
  const step = (listener: 'ioredis' | 'socket') => {
    const [few, many] = awaitedBy(arms, listener).slice(-2);
    const mean = few && many ? stepUs(few, many) : null;
    return mean?.interval && mean.interval.low > 0
      ? { few, many, us: formatQuantity(mean.mean, 'us') }
      : null;
  };
  const [library, socket] = [step('ioredis'), step('socket')];
  if (!library || !socket) return [];
  const [few, many] = [library.few?.subscribers, library.many?.subscribers];
  return [
    {
      ko: `구독자 ${few}명에서 ${many}명 사이에서는 한 명 늘 때마다 마지막 사람이 ${library.us} 더 기다려요. 소켓만 읽는 구독자는 ${socket.us} 더 기다려요.`,
      en: `From ${few} to ${many} subscribers each further one adds ${library.us} to the last one's wait; read by bare sockets it is ${socket.us}.`,
    },
  ];
}

function cutOff(arms: FanOutData): Text[] {
  const failed = arms.flatMap((arm) => arm.failed ?? []);
  const trials = failed.reduce((sum, one) => sum + one.trials, 0);
  if (trials === 0) return [];
  return [
    {
      ko: `끝까지 재지 못한 시행이 ${trials}번 있고, 어느 숫자에도 들어가지 않아요(${failed[0]?.reason}).`,
      en: `Trials that did not get to their end: ${trials}. They are in no figure (${failed[0]?.reason}).`,
    },
  ];
}
