import { type Block, formatFigure, type Shown, type TableBlock } from '../../../src/kit/judge.ts';
import type { Binding, ExchangeKind, RoutedMessage, RoutingCase, RoutingData } from '../data.ts';
import { countsOf } from '../judge/c14.ts';
import { expected, mismatches } from '../judge/matching.ts';
import type { params } from '../settings.ts';
import { kindWords } from '../words.ts';

export const routingShown: Shown<RoutingData, typeof params> = {
  title: { ko: '누구에게 갈까', en: 'Who gets what' },
  aim: {
    ko: '교환기 네 가지에 바인딩을 걸고, 어느 큐에 무엇이 들어갔는지 규칙과 비교해요.',
    en: 'Four kinds of exchange, their bindings, and which queue got what beside what the rules say.',
  },
  predict: {
    prompt: {
      ko: '교환기에는 order라는 바인딩만 있는데 오타를 내서 oder로 발행했어요. confirm을 기다리는 생산자는 무엇을 받을까요?',
      en: 'An exchange has one binding, order. By a slip somebody publishes to oder. What does a producer that waits for its confirm get?',
    },
    hints: {
      concept: {
        ko: 'confirm은 "큐에 들어갔다"일까요, "교환기가 맡았다"일까요?',
        en: 'Does a confirm say "it is in a queue", or "the exchange has dealt with it"?',
      },
      pointer: {
        ko: '자세히 보기의 C14에서 confirm과 mandatory를 보세요.',
        en: 'See under C14 in the details: confirm, and mandatory.',
      },
    },
    choices: [
      {
        id: 'refused',
        label: { ko: '거절(nack)이나 오류', en: 'A refusal (nack), or an error' },
        misconception: {
          ko: '받을 큐가 없는 것은 오류가 아니에요. 교환기는 맞는 바인딩마다 넣을 뿐이고, 하나도 없으면 할 것이 없어요.',
          en: 'That nothing fits is no error. An exchange hands to each binding that fits, and with none it has nothing to do.',
        },
      },
      {
        id: 'waits',
        label: { ko: '아무것도. 큐가 생길 때까지 기다려요', en: 'Nothing: it waits until there is a queue' },
        misconception: {
          ko: '교환기에는 보관함이 없어요. 메시지는 큐에만 있을 수 있어요.',
          en: 'An exchange keeps nothing. Messages lie in queues, and nowhere else.',
        },
      },
      {
        id: 'confirmed',
        label: { ko: '확인(confirm). 메시지는 사라지고요', en: 'A confirm, and the message is gone' },
      },
    ],
    answer: ({ unroutable: { confirmed } }) => (confirmed ? 'confirmed' : 'refused'),
  },
  headline(data) {
    const { due, wrong } = countsOf(data);
    const count = formatFigure(due, 'count');
    const rules =
      wrong === 0
        ? { ko: `${count}건이 모두 규칙대로`, en: `all ${count} deliveries as the rules say` }
        : {
            ko: `${count}건 가운데 ${wrong}건이 규칙과 달라요`,
            en: `${wrong} of ${count} not as the rules say`,
          };
    return data.unroutable.confirmed
      ? { ko: `oder도 confirm을 받았어요. ${rules.ko}`, en: `oder was confirmed, too; ${rules.en}` }
      : { ko: `oder는 confirm이 없었어요. ${rules.ko}`, en: `oder was not confirmed; ${rules.en}` };
  },
  show: (data): Block[] => [...data.examples.map(exampleTable), drawnTable(data)],
};

/** A row a message, so that a binding can be checked with a finger. */
function exampleTable(routed: RoutingCase): TableBlock {
  const queues = [...expected(routed).keys()];
  return {
    kind: 'table',
    id: `example-${routed.kind}`,
    title: kindWords[routed.kind],
    columns: [
      {
        id: 'message',
        title: routed.kind === 'headers' ? { ko: '헤더', en: 'headers' } : { ko: '라우팅 키', en: 'key' },
      },
      ...queues.map((queue) => ({ id: queue, title: { ko: queue, en: queue }, unit: 'messages' as const })),
    ],
    rows: routed.messages.map((message) => ({
      id: `message-${message.id}`,
      cells: [
        nameOf(message),
        ...queues.map((queue) => (routed.got[queue] ?? []).filter((id) => id === message.id).length),
      ],
    })),
    notes: [bindingsOf(routed)],
  };
}

function nameOf({ key, headers }: RoutedMessage): string {
  return headers ? pairsOf(headers) || '-' : key;
}

function pairsOf(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

function bindingsOf({ kind, bindings }: RoutingCase) {
  const said = bindings.map((binding) => `${binding.queue} ← ${wordsOf(kind, binding)}`).join(', ');
  return { ko: `바인딩: ${said}`, en: `Bindings: ${said}` };
}

function wordsOf(kind: ExchangeKind, { key, headers, match }: Binding): string {
  if (kind === 'headers') return `${match} ${pairsOf(headers ?? {})}`;
  return key === '' ? '""' : key;
}

function drawnTable({ drawn }: RoutingData): TableBlock {
  return {
    kind: 'table',
    id: 'drawn',
    title: { ko: '시드로 뽑은 바인딩과 메시지', en: 'Bindings and messages drawn by the seed' },
    columns: [
      { id: 'kind', title: { ko: '교환기', en: 'exchange' } },
      { id: 'bindings', title: { ko: '바인딩', en: 'bindings' }, unit: 'count' },
      { id: 'messages', title: { ko: '발행', en: 'published' }, unit: 'messages' },
      { id: 'due', title: { ko: '규칙대로라면', en: 'by the rules' }, unit: 'messages' },
      { id: 'got', title: { ko: '큐에 들어감', en: 'in the queues' }, unit: 'messages' },
      { id: 'wrong', title: { ko: '다름', en: 'different' }, unit: 'messages' },
    ],
    rows: drawn.map((routed) => ({
      id: routed.kind,
      cells: [
        kindWords[routed.kind],
        routed.bindings.length,
        routed.messages.length,
        [...expected(routed).values()].reduce((sum, ids) => sum + ids.length, 0),
        Object.values(routed.got).reduce((sum, ids) => sum + ids.length, 0),
        mismatches(routed).reduce((sum, { missing, extra }) => sum + missing.length + extra.length, 0),
      ],
    })),
    notes: [
      {
        ko: '규칙은 AMQP 0-9-1의 문장을 옮긴 함수이고, RabbitMQ의 코드는 쓰지 않았어요(labs/queue/judge/matching.ts).',
        en: 'The rules are a function after the words of AMQP 0-9-1, with nothing of RabbitMQ in it (labs/queue/judge/matching.ts).',
      },
    ],
  };
}
