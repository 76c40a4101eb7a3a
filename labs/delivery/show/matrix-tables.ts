// Systems by faults, as tables.
import type { Block, TableBlock, Text } from '../../../src/kit/judge.ts';
import type { Fault, MatrixData, SkippedCell, SystemId } from '../data.ts';
import { cellOf, cellsIn, listed, systemsIn } from '../judge/cells.ts';
import { cellWords, faultWords, systemWords, yesWords } from '../words.ts';
import { away } from './away.ts';

export const consumerFaults: readonly Fault[] = ['offline', 'consumer-cut', 'consumer-died', 'slow'];
export const brokerFaults: readonly Fault[] = ['none', 'broker-killed', 'broker-paused', 'ack-lost'];

export const missing = (data: MatrixData): Block[] => [...away(data.missing), ...leftOut(data)];

/** Each reason once, with all whom it kept out. Of a system that never came to its end, under whatever fault, the first. */
function leftOut(data: MatrixData): Block[] {
  const never = (id: SystemId) => !cellsIn(data).some(({ system }) => system === id);
  const skipped = data.cells.filter((cell): cell is SkippedCell => 'skipped' in cell);
  const firstOf = (id: SystemId) => skipped.find(({ system }) => system === id);
  const told = skipped.filter((cell) => !never(cell.system) || cell === firstOf(cell.system));
  const reasons = new Map(told.map(({ skipped: reason }) => [reason.en, reason]));
  return [...reasons.values()].map((reason): Block => {
    const cells = told.filter(({ skipped: { en } }) => en === reason.en);
    const systems = listed([...new Set(cells.map(({ system }) => system))]);
    const faults = [...new Set(cells.map(({ fault }) => faultWords[fault]))];
    const under = (language: 'ko' | 'en') =>
      cells.every(({ system }) => never(system))
        ? ''
        : `${faults.map((fault) => fault[language]).join(', ')}: `;
    return {
      kind: 'note',
      text: {
        ko: `${systems.ko}: ${under('ko')}${reason.ko}`,
        en: `${systems.en}: ${under('en')}${reason.en}`,
      },
    };
  });
}

export function meaning(systems: readonly SystemId[]): TableBlock {
  return {
    kind: 'table',
    id: 'meaning',
    title: { ko: '"저장했다"는 응답의 뜻', en: 'What a yes means' },
    columns: [
      { id: 'system', title: { ko: '시스템', en: 'system' } },
      { id: 'yes', title: { ko: '생산자가 받은 응답', en: 'the yes that the producer gets' } },
    ],
    rows: systems.map((id) => ({ id, cells: [systemWords[id], yesWords[id]] })),
  };
}

/** A figure of each system under each of these faults; empty where it was not made. */
export function lossTable(data: MatrixData, id: string, wanted: readonly Fault[], title: Text): TableBlock {
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

export function everything(data: MatrixData): TableBlock {
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
        ko: '순서 바뀜: 더 큰 번호보다 늦게 처음 온 메시지예요. 장애 동안 한꺼번에 보낸 것도 세고, 브로커가 다시 내준 것은 세지 않아요. 응답 없이 도착: 저장했다는 응답은 없었지만 온 메시지예요.',
        en: 'reordered: came first after a greater number, also of those that were sent all at once; not of what a broker hands out again. recovered: never acknowledged, and here all the same.',
      },
    ],
  };
}
