// How late the events are, and what the dead keys hold.
import {
  type Block,
  formatFigure,
  intervalText,
  type Shown,
  type TableBlock,
} from '../../../src/kit/judge.ts';
import type { LagArm, LagData } from '../data.ts';
import { percentileOf, shareWithin } from '../judge/censored.ts';
import { crowdOf } from '../judge/largest-crowd.ts';
import { patrolOf } from '../judge/patrol.ts';
import { timesTheDefault } from '../judge/settings-compared.ts';
import type { params } from '../settings.ts';
import { msCell, seconds } from '../words.ts';
import { clockJumped } from './clock-jumped.ts';

/** The moment that the question is about, after the end of the TTL. */
const askedMs = 300;

export const lagShown: Shown<LagData, typeof params> = {
  title: { ko: 'expired 이벤트', en: 'Expired events' },
  aim: {
    ko: 'TTL이 끝난 뒤 이벤트가 언제 오고, 죽은 키가 얼마나 남는지 봐요.',
    en: 'When the events come after the TTL has ended, and what stays until then.',
  },
  predict: {
    prompt: {
      ko: '사용자 2,000명이 조용해졌고, 그들의 TTL이 방금 끝났어요. 다른 수만 명의 키는 아직 살아 있어요. 0.3초 뒤, 어디까지 저절로 일어났을까요?',
      en: 'Two thousand users fell silent and their TTL has just ended; the keys of tens of thousands of others live on. 0.3 seconds later, what has happened by itself?',
    },
    hints: {
      concept: {
        ko: '안 보이는 것, 지워진 것, 이벤트가 온 것은 서로 다른 세 가지 일이에요.',
        en: 'Out of sight, removed, announced: these are three things.',
      },
      pointer: {
        ko: 'TTL이 끝난 뒤에 남은 키와 도착한 이벤트의 수를 보세요.',
        en: 'See how many keys are left after the TTL, and how many events have come.',
      },
    },
    choices: [
      {
        id: 'all-at-once',
        label: {
          ko: '읽어도 안 보이고, 키도 지워졌고, expired 이벤트도 왔어요',
          en: 'Reads no longer see them, the keys are removed, the expired events have come',
        },
        misconception: {
          ko: 'TTL을 키마다 울리는 타이머로 생각하기 쉬워요. Redis는 끝나는 시각만 적어 두고(문서: EXPIRE), 읽히거나 순찰(active expire cycle)에 걸릴 때에야 지우면서 이벤트를 보내요.',
          en: 'It is easy to think of a TTL as an alarm on each key. Redis only notes when it ends (docs: EXPIRE); it removes the key, and sends the event, when somebody reads it or the patrol comes by.',
        },
      },
      {
        id: 'reads-only',
        label: {
          ko: '읽으면 안 보여요. 하지만 키와 이벤트는 대부분 아직이에요',
          en: 'Reads no longer see them, but most keys are still there and most events have not come',
        },
      },
      {
        id: 'still-seen',
        label: {
          ko: '아직 지워지지 않은 키는 읽으면 그대로 보여요',
          en: 'Whatever is not removed yet can still be read',
        },
        misconception: {
          ko: '지워지는 때와 안 보이는 때는 달라요. 읽을 때마다 끝나는 시각을 먼저 보기 때문에, 메모리에 남아 있어도 없는 것으로 응답해요.',
          en: 'Being removed and being out of sight are two things. Every read looks at the end time first: what is over is answered as missing, even while it is still in memory.',
        },
      },
    ],
    offWhen: ({ others, silent, observe }) =>
      Math.max(...others) < 10_000 || silent !== 2_000 || observe < askedMs
        ? {
            ko: '질문은 수만 명 사이의 2,000명을 0.3초 동안 지켜본다고 말하는데, 이번 설정은 달라서 채점하지 않았어요.',
            en: 'Not graded: the question speaks of 2,000 among tens of thousands, watched for 0.3 s; this run had others.',
          }
        : null,
    answer: (arms) => {
      const arm = crowdOf(arms);
      if (!arm) return null;
      if (arm.seenByRead > 0) return 'still-seen';
      const share = shareWithin(arm, askedMs);
      if (share >= 0.99) return 'all-at-once';
      return share <= 0.5 ? 'reads-only' : null;
    },
  },
  headline: (arms) => {
    const arm = crowdOf(arms);
    const share = formatFigure(100 * (arm ? shareWithin(arm, arm.observedMs) : Number.NaN), 'percent');
    const after = seconds(arm?.observedMs ?? 0);
    const others = formatFigure(arm?.others ?? 0, 'count');
    return {
      ko: `산 키 ${others}개 사이에서 TTL이 끝나고 ${after.ko} 안에 온 이벤트 ${share}`,
      en: `${share} of the events had come ${after.en} after the TTL's end, among ${others} living keys`,
    };
  },
  show: (arms) => [lateTable(arms), deadTable(arms), ...patrolNote(arms)],
  warnings: (arms) =>
    clockJumped(arms.map(({ clockJumpMs = 0 }) => clockJumpMs).find((jump) => jump !== 0) ?? 0),
};

function lateTable(arms: readonly LagArm[]): TableBlock {
  const silent = formatFigure(arms[0]?.silent ?? 0, 'count');
  const trials = arms[0]?.cameByTrial?.length ?? 1;
  const within = seconds(Math.min(...arms.map((arm) => arm.observedMs)));
  const compared = arms.map((arm) => timesTheDefault(arm, arms));
  const isSetting = (arm: LagArm) => arm.hz !== 10 || arm.effort !== 1;
  return {
    kind: 'table',
    id: 'lag',
    title: {
      ko: `이벤트 지연(lag): 조용해진 ${silent}명의 expired 이벤트, 시행 ${trials}번`,
      en: `How late: the expired events of ${silent} silent users, trials: ${trials}`,
    },
    columns: [
      ...armColumns,
      {
        id: 'share',
        title: { ko: `${within.ko} 안의 이벤트`, en: `events within ${within.en}` },
        unit: 'percent',
      },
      { id: 'lag-p50', title: { ko: '지연 p50', en: 'lag p50' }, unit: 'ms' },
      { id: 'times-default', title: { ko: '기본 설정 대비', en: 'times default' }, unit: 'ratio' },
      { id: 'interval', title: { ko: '95% 신뢰구간', en: '95% interval' } },
    ],
    rows: arms.map((arm, index) => ({
      id: idOf(arm),
      cells: [
        ...armCells(arm),
        100 * shareWithin(arm, arm.observedMs),
        msCell(percentileOf(arm, 50)),
        compared[index]?.ratio ?? null,
        intervalText(compared[index] ?? null),
      ],
    })),
    notes: [
      {
        ko: '지연은 TTL이 끝난 순간부터예요. 지켜보는 동안 오지 않은 이벤트도 빼지 않고 셈에 넣었어요. 그래서 ">"는 적어도 그만큼 걸린다는 뜻이에요.',
        en: 'The lag counts from the TTL\'s end. Events that had not come are counted, not left out: ">" means it takes longer than that.',
      },
      trials < 2
        ? {
            ko: '이 기록에는 시행이 한 번뿐이라 설정끼리 비교하지 않았어요.',
            en: 'This record holds one trial only: settings are not compared.',
          }
        : {
            ko: '서버 여러 대를 같은 순간에 지켜보고, 시행마다 짝지어 나눈 배수예요. 신뢰구간에 1이 들어 있으면 어느 쪽이 빠른지 알 수 없어요.',
            en: 'All servers were watched at the same time and divided trial by trial. An interval that holds 1 names no faster one.',
          },
      ...(trials > 1 && arms.some((arm, index) => isSetting(arm) && !compared[index])
        ? [
            {
              ko: '배수가 –인 줄은 이벤트가 하나도 오지 않은 시행이 있어서 나눌 수 없었어요. --observe를 늘려 보세요.',
              en: 'No ratio (–): in some trial not one event came, so there is nothing to divide by. Try a longer --observe.',
            },
          ]
        : []),
    ],
  };
}

function deadTable(arms: readonly LagArm[]): TableBlock {
  const seen = arms.reduce((sum, arm) => sum + arm.seenByRead, 0);
  const silent = (arm: LagArm) => arm.silent * (arm.cameByTrial?.length ?? 1);
  const reads = arms.reduce((sum, arm) => sum + silent(arm), 0);
  const heard = arms.every((arm) => arm.eventsAfterRead === silent(arm));
  return {
    kind: 'table',
    id: 'dead-keys',
    title: { ko: '죽은 키가 차지한 메모리', en: 'What the dead keys held' },
    columns: [
      ...armColumns,
      { id: 'dead-keys', title: { ko: 'DBSIZE의 죽은 키', en: 'dead keys in DBSIZE' }, unit: 'count' },
      { id: 'memory', title: { ko: '차지한 메모리', en: 'memory held' }, unit: 'bytes' },
      { id: 'cpu', title: { ko: '서버가 쓴 CPU', en: 'server CPU' }, unit: 'percent' },
    ],
    rows: arms.map((arm) => ({
      id: idOf(arm),
      cells: [...armCells(arm), arm.deadKeys, arm.deadKeys === 0 ? 0 : arm.deadBytes, 100 * arm.serverCpu],
    })),
    notes: [
      {
        ko: `그다음에 모두 읽어 봤더니 ${formatFigure(reads, 'count')}번의 읽기 가운데 ${seen === 0 ? '사람이 보인 적은 한 번도 없어요' : `사람이 보인 것은 ${seen}번이에요`}.${heard ? ' 읽자마자 나머지 이벤트가 모두 왔어요.' : ''}`,
        en: `Then everybody was read: of ${formatFigure(reads, 'count')} reads ${seen} saw a person.${heard ? ' With the reads all the missing events came at once.' : ''}`,
      },
    ],
  };
}

const armColumns = [
  { id: 'others', title: { ko: '다른 사용자', en: 'others' }, unit: 'persons' },
  { id: 'hz-effort', title: { ko: 'hz / effort', en: 'hz / effort' } },
] as const;

export function idOf({ others, hz, effort }: LagArm): string {
  return `${others}-hz${hz}-effort${effort}`;
}

function armCells({ others, hz, effort }: LagArm) {
  return [others, `${hz} / ${effort}`] as const;
}

/** The model beside the measurement, labelled as such. */
function patrolNote(arms: readonly LagArm[]): Block[] {
  const arm = crowdOf(arms);
  const patrol = arm && patrolOf(arm);
  if (!patrol) return [];
  const keys = formatFigure(arm.others + arm.silent, 'count');
  const [perSecond, model, measured] = [
    patrol.keysPerSecond,
    patrol.eventsWithin(arm.observedMs),
    arm.lag.count / (arm.cameByTrial?.length ?? 1),
  ].map((figure) => formatFigure(figure));
  const [round, within] = [seconds(patrol.roundMs), seconds(arm.observedMs)];
  return [
    {
      kind: 'note',
      text: {
        ko: `셈으로 보면(측정이 아니라 모델): 기본 설정의 Redis는 1초에 키 ${perSecond}개쯤을 살피고, 그 가운데 10%가 넘게 죽어 있을 때만 곧바로 더 살펴요. 키 ${keys}개를 한 바퀴 도는 데 ${round.ko}쯤 걸리고, 이벤트는 그동안에 걸쳐 와요. ${within.ko} 동안에는 모델로 ${model}건, 잰 것은 시행마다 ${measured}건이에요.`,
        en: `As a sum (a model, not measured): by default Redis looks at about ${perSecond} keys a second and goes straight on only if more than 10 % of those were dead. One round over ${keys} keys takes about ${round.en}, and the events come over that time. Within ${within.en} the model gives ${model}; measured, ${measured} a trial.`,
      },
    },
  ];
}
