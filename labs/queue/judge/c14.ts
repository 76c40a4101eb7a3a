// C14: every message lies in the queues that the rules say, and in no other, for each kind of exchange.
import { formatFigure, judgeOf, ran, type Text, type Verdict } from '../../../src/kit/judge.ts';
import type { QueueTried, RoutingCase, RoutingData, StreamsData } from '../data.ts';
import type { params } from '../settings.ts';
import { expected, mismatches } from './matching.ts';

/** Fewer deliveries prove nothing. */
const enoughDeliveries = 100;
const kinds = ['direct', 'topic', 'fanout', 'headers'] as const;

export const routesWell = judgeOf<QueueTried, typeof params>()(
  ['routing'],
  'held',
  ({ routing, streams }) => {
    const { due, wrong } = countsOf(routing);
    return {
      verdict: verdictOf(routing, due, wrong),
      evidence: {
        headline: headline(due, wrong),
        points: [onceOnly(routing), ...unroutable(routing), ...price(ran(streams))],
      },
    };
  },
);

const casesOf = ({ examples, drawn }: RoutingData): readonly RoutingCase[] => [...examples, ...drawn];

/** Deliveries that the rules ask for, and those that are missing or too many. */
export function countsOf(data: RoutingData): { due: number; wrong: number } {
  const sum = (figure: (routed: RoutingCase) => number) =>
    casesOf(data).reduce((total, routed) => total + figure(routed), 0);
  return {
    due: sum((routed) => [...expected(routed).values()].reduce((total, ids) => total + ids.length, 0)),
    wrong: sum((routed) =>
      mismatches(routed).reduce((total, { missing, extra }) => total + missing.length + extra.length, 0),
    ),
  };
}

function verdictOf(data: RoutingData, due: number, wrong: number): Verdict {
  if (wrong > 0) return 'refuted';
  const all = kinds.every((kind) => casesOf(data).some((routed) => routed.kind === kind));
  return all && due >= enoughDeliveries ? 'held' : 'inconclusive';
}

function headline(due: number, wrong: number): Text {
  const count = formatFigure(due, 'count');
  return wrong === 0
    ? {
        ko: `교환기 네 가지로 나눈 ${count}건이 모두 규칙이 정한 큐에 있었어요.`,
        en: `All ${count} deliveries of four kinds of exchange were in the queues that the rules name.`,
      }
    : {
        ko: `규칙대로라면 ${count}건인데, ${wrong}건이 달랐어요.`,
        en: `Of ${count} deliveries by the rules, ${wrong} were missing or too many.`,
      };
}

/** A queue that is bound twice gets a message once. */
function onceOnly({ examples }: RoutingData): Text {
  const audit = examples.find(({ kind }) => kind === 'topic')?.got.audit ?? [];
  return {
    ko: `바인딩 두 개에 맞는 큐에도 메시지마다 하나씩, ${audit.length}건이 들어갔어요.`,
    en: `A queue with two bindings that fit got each message once: ${audit.length}.`,
  };
}

function unroutable({ unroutable: { confirmed, returned } }: RoutingData): Text[] {
  if (!confirmed) return [];
  const back =
    returned === null
      ? { ko: '', en: '' }
      : {
          ko: ` mandatory를 붙이면 돌려줘요(${returned}).`,
          en: ` With mandatory it comes back (${returned}).`,
        };
  return [
    {
      ko: `받을 큐가 없는 메시지도 confirm은 왔어요. 아무 데도 없어요.${back.ko}`,
      en: `A message that fits no binding was confirmed, and is nowhere.${back.en}`,
    },
  ];
}

function price(data: StreamsData | null): Text[] {
  const of = (system: string) =>
    data?.rows.find((row) => row.feature === 'routing' && row.system === system) ?? null;
  const [rabbitmq, streams] = [of('rabbitmq'), of('streams')];
  if (!rabbitmq || !streams) return [];
  const [ours, theirs] = [rabbitmq, streams].map(({ commands, orders }) => formatFigure(commands / orders));
  return [
    {
      ko: `세 곳으로 보낼 때 RabbitMQ에는 명령 ${ours}개, Streams에는 ${theirs}개를 보냈어요.`,
      en: `To reach three places it took ${ours} command with RabbitMQ, ${theirs} with Streams.`,
    },
  ];
}
