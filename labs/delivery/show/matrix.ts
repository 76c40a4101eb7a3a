import {
  type Block,
  formatFigure,
  fromRuns,
  type Mark,
  type Prediction,
  type Shown,
  type TableBlock,
  type Text,
  type TimelineBlock,
  toRuns,
} from '../../../src/kit/judge.ts';
import type { Cell, Fault, MatrixData } from '../data.ts';
import { cellOf, cellsIn, faultsOf, lostBy, systemsIn } from '../judge/cells.ts';
import type { params } from '../settings.ts';
import { brokerWords, faultWords, survivors, systemWords, yesWords } from '../words.ts';

const predict: Prediction<MatrixData, typeof params> = {
  prompt: {
    ko: '확인(ack)을 쓰는 시스템에서, 소비자가 메시지 하나를 다 처리하고 확인을 보내기 직전에 죽어요. 다른 소비자가 이어받아요. 그 메시지는 몇 번 처리될까요?',
    en: 'In a system with acknowledgements a consumer finishes its work on a message and dies just before it acknowledges. Another one takes over. How often is that message worked on?',
  },
  hints: {
    concept: {
      ko: '브로커는 소비자가 어디까지 했는지 무엇으로 알까요?',
      en: 'By what does the broker know how far a consumer got?',
    },
    pointer: {
      ko: '"확인 전에 죽음" 장애에서 유실과 중복을 시스템마다 비교해 보세요.',
      en: 'Compare lost and duplicated under the fault "died before ack", system by system.',
    },
  },
  choices: [
    {
      id: 'never',
      label: { ko: '한 번도 안 돼요. 메시지도 같이 사라져요', en: 'Never: the message is gone with it' },
      misconception: {
        ko: '확인하지 않은 메시지를 브로커는 아직 끝나지 않은 것으로 알아요. 그래서 다른 소비자에게 다시 줘요.',
        en: 'To the broker a message that was not acknowledged is not done. So it hands it to somebody else.',
      },
    },
    {
      id: 'once',
      label: { ko: '딱 한 번', en: 'Exactly once' },
      misconception: {
        ko: '일은 끝났지만 그 사실을 아는 쪽은 죽은 소비자뿐이에요. 브로커는 다시 줄 수밖에 없어요.',
        en: 'The work was done, but only the dead consumer knew. The broker cannot but hand it out again.',
      },
    },
    { id: 'twice', label: { ko: '두 번', en: 'Twice' } },
  ],
  offWhen: ({ faults, systems }) => {
    const asked = (list: readonly string[], wanted: readonly string[]) =>
      list.includes('all') || list.some((one) => wanted.includes(one));
    return asked(faults, ['consumer-died']) && asked(systems, survivors)
      ? null
      : {
          ko: '이번 설정에는 그런 시스템이나 그런 장애가 없어요.',
          en: 'This run has no such system, or not that fault.',
        };
  },
  answer(data) {
    const cells = survivors.flatMap((id) => cellOf(data, id, 'consumer-died') ?? []);
    if (cells.length === 0) return null;
    if (cells.every(({ lost, duplicated }) => lost.count === 0 && duplicated.count > 0)) return 'twice';
    if (cells.every(({ lost }) => lost.count > 0)) return 'never';
    return cells.every(({ lost, duplicated }) => lost.count + duplicated.count === 0) ? 'once' : null;
  },
};

export const matrixShown: Shown<MatrixData, typeof params> = {
  title: { ko: '시스템과 장애', en: 'Systems and faults' },
  aim: {
    ko: '번호를 붙인 같은 대화를 시스템마다 보내고, 같은 장애에서 무엇을 잃고 무엇이 두 번 오는지 세요.',
    en: 'The same numbered conversation through each system: what is lost, and what comes twice, under each fault?',
  },
  predict,
  headline(data) {
    const keeping = systemsIn(data).filter((id) => faultsOf(data, id).length > 0 && lostBy(data, id) === 0);
    const of = systemsIn(data).length;
    return {
      ko: `시스템 ${of}가지 가운데 ${keeping.length}가지는 어떤 장애에서도 하나도 잃지 않음`,
      en: `${keeping.length} of ${of} systems lost nothing under any fault`,
    };
  },
  show: (data) => [
    ...missing(data),
    meaning(data),
    lossTable(data, 'losses', consumerFaults, {
      ko: '유실: 소비자 쪽 장애',
      en: 'Lost: faults on the consumer’s side',
    }),
    lossTable(data, 'losses-broker', brokerFaults, {
      ko: '유실: 브로커와 생산자 쪽 장애',
      en: 'Lost: faults of the broker and the producer',
    }),
    ...counterExample(data),
    timeline(data),
    everything(data),
  ],
};

const consumerFaults: readonly Fault[] = ['offline', 'consumer-cut', 'consumer-died', 'slow'];
const brokerFaults: readonly Fault[] = ['none', 'broker-killed', 'broker-paused', 'ack-lost'];

function missing({ missing: brokers, cells }: MatrixData): Block[] {
  const skipped = cells.flatMap((cell) =>
    'skipped' in cell
      ? [
          {
            ko: `${systemWords[cell.system].ko}: ${faultWords[cell.fault].ko}: ${cell.skipped.ko}`,
            en: `${systemWords[cell.system].en}: ${faultWords[cell.fault].en}: ${cell.skipped.en}`,
          },
        ]
      : [],
  );
  const away = brokers.map(({ broker, skipped: why }) => ({
    ko: `${brokerWords[broker].ko}: ${why.ko}`,
    en: `${brokerWords[broker].en}: ${why.en}`,
  }));
  return [...away, ...skipped].map((text) => ({ kind: 'note', text }));
}

function meaning(data: MatrixData): TableBlock {
  return {
    kind: 'table',
    id: 'meaning',
    title: { ko: '"저장했다"는 응답의 뜻', en: 'What a yes means' },
    columns: [
      { id: 'system', title: { ko: '시스템', en: 'system' } },
      { id: 'yes', title: { ko: '생산자가 받은 응답', en: 'the yes that the producer gets' } },
    ],
    rows: systemsIn(data).map((id) => ({ id, cells: [systemWords[id], yesWords[id]] })),
  };
}

/** A figure of each system under each of these faults; empty where it was not made. */
function lossTable(data: MatrixData, id: string, wanted: readonly Fault[], title: Text): TableBlock {
  const tried = wanted.filter((fault) => data.cells.some((cell) => cell.fault === fault));
  return {
    kind: 'table',
    id,
    title,
    columns: [
      { id: 'system', title: { ko: '시스템', en: 'system' } },
      ...tried.map((fault) => ({ id: fault, title: faultWords[fault], unit: 'messages' as const })),
    ],
    rows: systemsIn(data).map((system) => ({
      id: system,
      cells: [systemWords[system], ...tried.map((fault) => cellOf(data, system, fault)?.lost.count ?? null)],
    })),
    notes: [
      {
        ko: '유실: 저장했다는 응답을 받았는데 끝내 오지 않은 메시지예요.',
        en: 'lost: acknowledged, and never received.',
      },
    ],
  };
}

function everything(data: MatrixData): TableBlock {
  return {
    kind: 'table',
    id: 'cells',
    title: { ko: '모든 칸', en: 'Every cell' },
    columns: [
      { id: 'case', title: { ko: '시스템: 장애', en: 'system: fault' } },
      { id: 'lost', title: { ko: '유실', en: 'lost' }, unit: 'messages' },
      { id: 'duplicated', title: { ko: '중복', en: 'duplicated' }, unit: 'messages' },
      { id: 'reordered', title: { ko: '순서 바뀜', en: 'reordered' }, unit: 'messages' },
      { id: 'recovered', title: { ko: '응답 없이 도착', en: 'recovered' }, unit: 'messages' },
      { id: 'silent', title: { ko: '가장 긴 침묵', en: 'longest silence' }, unit: 'ms' },
    ],
    rows: cellsIn(data).map((cell) => ({
      id: `${cell.system}-${cell.fault}`,
      cells: [
        cellWords(cell),
        cell.lost.count,
        cell.duplicated.count,
        cell.reordered,
        cell.recovered.count,
        cell.silentMs,
      ],
    })),
    notes: [
      {
        ko: '중복: 같은 번호가 한 번보다 많이 온 횟수예요. 응답을 받지 못한 메시지를 애플리케이션이 다시 보낸 것도 들어가요.',
        en: 'duplicated: how often a number came once too often, also where the application sent again what was not acknowledged.',
      },
      {
        ko: '순서 바뀜: 더 큰 번호보다 늦게 처음 온 메시지예요. 장애 동안 한꺼번에 보낸 것도 세어요. 응답 없이 도착: 저장했다는 응답은 없었지만 온 메시지예요.',
        en: 'reordered: came first after a greater number, also of those that were sent all at once. recovered: never acknowledged, and here all the same.',
      },
    ],
  };
}

const cellWords = ({ system, fault }: Cell): Text => ({
  ko: `${systemWords[system].ko}: ${faultWords[fault].ko}`,
  en: `${systemWords[system].en}: ${faultWords[fault].en}`,
});

/** The smallest number that was lost, and what happened when; of the system that promised most. */
function counterExample(data: MatrixData): Block[] {
  const lossy = cellsIn(data).filter(({ example }) => example !== null);
  const promised = lossy.find(({ system }) => survivors.includes(system));
  const cell = promised ?? lossy.find(({ system }) => system === 'streams-off') ?? lossy[0];
  if (!cell?.example) return [];
  const { id, ackedMs, faultMs, healedMs, endedMs } = cell.example;
  const [acked, fault, healed, ended] = [ackedMs, faultMs, healedMs, endedMs].map((ms) => formatFigure(ms));
  const name = cellWords(cell);
  return [
    {
      kind: 'note',
      text: {
        ko: `반례(${name.ko}): 장애 시작 ${fault} ms, ${id}번에 "저장했다"는 응답 ${acked} ms, 장애 끝 ${healed} ms. ${ended} ms까지 기다렸지만 ${id}번은 오지 않았어요.`,
        en: `Counter-example (${name.en}): the fault begins at ${fault} ms, message ${id} is acknowledged at ${acked} ms, the fault is over at ${healed} ms. By ${ended} ms message ${id} has not come.`,
      },
    },
  ];
}

/** One fault, every system: the one under which most systems lost something. */
function timeline(data: MatrixData): TimelineBlock {
  const faults = [...new Set(cellsIn(data).map(({ fault }) => fault))].filter((fault) => fault !== 'slow');
  const losers = (fault: Fault) =>
    cellsIn(data).filter((cell) => cell.fault === fault && cell.lost.count > 0).length;
  const worst = faults.toSorted((a, b) => losers(b) - losers(a))[0] ?? 'none';
  const cells = cellsIn(data).filter(({ fault }) => fault === worst);
  const last = Math.max(1, ...cells.map(({ sent }) => sent));
  const name = faultWords[worst];
  return {
    kind: 'timeline',
    id: 'ids',
    title: { ko: `어느 메시지가 왔을까: ${name.ko}`, en: `Which messages came: ${name.en}` },
    axis: { label: { ko: '메시지 번호', en: 'message id' }, first: 1, last },
    lanes: cells.map((cell) => ({
      id: cell.system,
      label: systemWords[cell.system],
      spans: spansOf(cell),
    })),
  };
}

function spansOf({ sent, lost, duplicated }: Cell) {
  const marks = new Map<number, Mark>();
  for (const id of fromRuns(lost.ids)) marks.set(id, 'lost');
  for (const id of fromRuns(duplicated.ids)) marks.set(id, 'duplicated');
  const ids = Array.from({ length: sent }, (_, index) => index + 1);
  return (['delivered', 'lost', 'duplicated'] as const)
    .flatMap((mark) =>
      toRuns(ids.filter((id) => (marks.get(id) ?? 'delivered') === mark)).map(([first, last]) => ({
        first,
        last,
        mark,
      })),
    )
    .sort((a, b) => a.first - b.first);
}
