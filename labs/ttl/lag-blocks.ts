// What a reader sees of act 2: how late the events are, and what the dead keys hold.
import { type Block, formatFigure, type TableBlock, type Text } from '../../src/lab-kit.ts';
import { percentileOf, shareWithin } from './censored.ts';
import type { LagArm } from './lag.ts';
import { msCell, seconds } from './words.ts';

export function lagBlocks(arms: readonly LagArm[]): Block[] {
  return [lateTable(arms), deadTable(arms), ...patrolNote(arms)];
}

/** An early look and the last one: at a fifth of the watch, and at its end. */
const earlyPart = 1 / 5;

function lateTable(arms: readonly LagArm[]): TableBlock {
  const silent = formatFigure(arms[0]?.silent ?? 0, 'count');
  const observedMs = Math.min(...arms.map((arm) => arm.observedMs));
  const after = (ms: number): Text => ({
    ko: `${seconds(ms).ko} 안에 온 이벤트`,
    en: `events within ${seconds(ms).en}`,
  });
  return {
    kind: 'table',
    title: {
      ko: `2막  지각(lag): 조용해진 ${silent}명의 expired 이벤트`,
      en: `Act 2  Late: the expired events of ${silent} silent users`,
    },
    columns: [
      ...armColumns,
      { title: after(observedMs * earlyPart), unit: 'percent' },
      { title: after(observedMs), unit: 'percent' },
      { title: { ko: '지각 p50', en: 'lag p50' }, unit: 'ms' },
      { title: { ko: '지각 p99', en: 'lag p99' }, unit: 'ms' },
    ],
    rows: arms.map((arm) => [
      ...armCells(arm),
      100 * shareWithin(arm, observedMs * earlyPart),
      100 * shareWithin(arm, observedMs),
      msCell(percentileOf(arm, 50)),
      msCell(percentileOf(arm, 99)),
    ]),
    notes: [
      {
        ko: '지각은 TTL이 끝난 순간부터예요. 지켜보는 동안 오지 않은 이벤트도 빼지 않고 셈에 넣었어요. 그래서 ">"는 적어도 그만큼 걸린다는 뜻이에요.',
        en: 'The lag counts from the TTL\'s end. Events that had not come are counted, not left out: ">" means it takes longer than that.',
      },
    ],
  };
}

function deadTable(arms: readonly LagArm[]): TableBlock {
  const seen = arms.reduce((sum, arm) => sum + arm.seenByRead, 0);
  const reads = arms.reduce((sum, arm) => sum + arm.silent, 0);
  const heard = arms.every((arm) => arm.eventsAfterRead === arm.silent);
  return {
    kind: 'table',
    title: { ko: '죽은 키가 차지한 자리', en: 'What the dead keys held' },
    columns: [
      ...armColumns,
      { title: { ko: 'DBSIZE에 남은 죽은 키', en: 'dead keys in DBSIZE' }, unit: 'count' },
      { title: { ko: '차지한 메모리', en: 'memory held' }, unit: 'bytes' },
      { title: { ko: '서버가 쓴 CPU', en: 'server CPU' }, unit: 'percent' },
    ],
    rows: arms.map((arm) => [...armCells(arm), arm.deadKeys, arm.deadBytes, 100 * arm.serverCpu]),
    notes: [
      {
        ko: `그다음에 모두 읽어 봤더니 ${formatFigure(reads, 'count')}번의 읽기 가운데 사람이 보인 것은 ${seen}번이에요.${heard ? ' 읽자마자 나머지 이벤트가 모두 왔어요.' : ''}`,
        en: `Then everybody was read: of ${formatFigure(reads, 'count')} reads ${seen} saw a person.${heard ? ' With the reads all the missing events came at once.' : ''}`,
      },
    ],
  };
}

const armColumns = [
  { title: { ko: '다른 사용자', en: 'others' }, unit: 'count' },
  { title: { ko: 'hz / effort', en: 'hz / effort' } },
] as const;

function armCells({ others, hz, effort }: LagArm) {
  return [others, `${hz} / ${effort}`] as const;
}

/** From redis/src/expire.c: keys looked at in one go, and the dead part from which Redis goes straight on. */
const keysPerLoop = 20;
const goesOnAbove = 0.1;

/** Redis' own rule as a sum, labelled as such: it explains the figures and is none of them. */
function patrolNote(arms: readonly LagArm[]): Block[] {
  const arm = arms.findLast(({ hz, effort, others, silent }) => {
    return hz === 10 && effort === 1 && silent / (others + silent) < goesOnAbove;
  });
  if (!arm) return [];
  const keys = arm.others + arm.silent;
  const perSecond = arm.hz * keysPerLoop;
  const count = formatFigure(keys, 'count');
  const round = seconds((keys / perSecond) * 1e3);
  return [
    {
      kind: 'note',
      text: {
        ko: `셈으로 보면(측정이 아니라 모형): 기본 설정의 Redis는 1초에 ${arm.hz}번, 한 번에 키 ${keysPerLoop}개쯤을 살피고, 그 가운데 10%가 넘게 죽어 있을 때만 곧바로 더 살펴요. 키 ${count}개를 한 바퀴 도는 데 ${round.ko}쯤 걸려요.`,
        en: `As a sum (a model, not measured): by default Redis looks ${arm.hz} times a second at about ${keysPerLoop} keys and goes straight on only if more than 10 % of those were dead. One round over ${count} keys takes about ${round.en}.`,
      },
    },
  ];
}
