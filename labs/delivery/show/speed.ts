import type { Prediction, RowQuality, Shown, TableBlock, Text } from '../../../src/kit/judge.ts';
import type { SpeedArm, SpeedData } from '../data.ts';
import { armsOf, ratioOf } from '../judge/cells.ts';
import { interval, speedOf } from '../judge/streaming.ts';
import type { params } from '../settings.ts';
import { systemWords } from '../words.ts';

/** Asked of a system that every run can have. */
const asked = 'streams-everysec';
const [few, many] = [3, 10];

const predict: Prediction<SpeedData, typeof params> = {
  prompt: {
    ko: 'Redis Streams(everysec)에 한 건씩 응답을 기다리며 보낼 때와, 여러 건을 묶어 보내고 한꺼번에 기다릴 때를 비교해요. 묶으면 초당 몇 배를 저장할까요?',
    en: 'Redis Streams (everysec): one message at a time, each awaited, against many sent together and awaited together. How many times more are stored per second?',
  },
  hints: {
    concept: {
      ko: '한 건을 기다리는 동안 브로커와 네트워크는 무엇을 하고 있을까요?',
      en: 'What do the broker and the network do while one message is awaited?',
    },
    pointer: {
      ko: '표에서 한 번에 1건인 줄과 가장 큰 묶음인 줄의 초당 메시지를 나눠 보세요.',
      en: 'Divide the messages per second of the largest batch by those of batches of 1.',
    },
  },
  choices: [
    {
      id: 'little',
      label: { ko: '3배가 안 돼요', en: 'Less than 3 times' },
      misconception: {
        ko: '한 건마다 왕복 시간을 기다려요. 묶으면 왕복 한 번에 여러 건이 가요.',
        en: 'Each message waits for a round trip. In a batch one round trip carries many.',
      },
    },
    { id: 'some', label: { ko: '3~10배', en: '3 to 10 times' } },
    { id: 'much', label: { ko: '10배보다 많이', en: 'More than 10 times' } },
  ],
  offWhen: ({ systems, batches }) =>
    (systems.includes('all') || systems.includes(asked)) && batches.includes(1) && Math.max(...batches) >= 100
      ? null
      : {
          ko: '이번 설정에는 그 시스템이나 그 묶음 크기가 없어요.',
          en: 'This run has no such system, or not those sizes of batches.',
        },
  answer(data) {
    const arms = armsOf(data, asked);
    const ratio = ratioOf(arms.at(-1), arms.at(0));
    const interval = ratio?.interval;
    if (!interval || arms.length < 2) return null;
    if (interval.high < few) return 'little';
    if (interval.low > many) return 'much';
    return interval.low > few && interval.high < many ? 'some' : null;
  },
};

export const speedShown: Shown<SpeedData, typeof params> = {
  title: { ko: '속도', en: 'Speed' },
  aim: {
    ko: '저장했다는 응답을 기다리며 보낼 때, 묶음의 크기가 속도를 얼마나 바꾸는지 봐요.',
    en: 'Every send waits for its yes: what does the size of a batch change?',
  },
  predict,
  headline(data) {
    const systems = [asked, ...data.arms.map(({ system }) => system)] as const;
    const arms = systems.map((id) => armsOf(data, id)).find(({ length }) => length > 1) ?? [];
    const [one, many] = [arms.at(0), arms.at(-1)];
    const ratio = ratioOf(many, one);
    if (!one || !many || !ratio)
      return { ko: '묶음의 크기가 하나라서 비교하지 않음', en: 'one size of batch: nothing to compare' };
    const [name, times] = [systemWords[one.system], interval(ratio)];
    return {
      ko: `${name.ko}: ${one.batch}건씩 보낼 때 대비 ${many.batch}건씩은 ${times.ko}`,
      en: `${name.en}: batches of ${many.batch} against ${one.batch}: ${times.en}`,
    };
  },
  show: (data) => [table(data)],
  quality: ({ arms }) => arms.map(qualityOf),
};

const idOf = ({ system, batch }: SpeedArm) => `${system}-${batch}`;

export const armWords = ({ system, batch }: SpeedArm): Text => ({
  ko: `${systemWords[system].ko}, ${batch}건씩`,
  en: `${systemWords[system].en}, ${batch} at once`,
});

function qualityOf(arm: SpeedArm): RowQuality {
  const { clientBusyShare, failed } = arm;
  return { row: idOf(arm), name: armWords(arm), clientBusyShare, ...(failed && { failed }) };
}

function table({ arms }: SpeedData): TableBlock {
  return {
    kind: 'table',
    id: 'speed',
    title: { ko: '응답을 기다리며 보낸 속도', en: 'How fast, each batch awaited' },
    columns: [
      { id: 'system', title: { ko: '시스템', en: 'system' } },
      { id: 'batch', title: { ko: '한 번에', en: 'at once' }, unit: 'messages' },
      { id: 'per-second', title: { ko: '초당 메시지', en: 'messages' }, unit: 'perSecond' },
      { id: 'p50', title: { ko: '묶음 p50', en: 'batch p50' }, unit: 'ms' },
      { id: 'p99', title: { ko: '묶음 p99', en: 'batch p99' }, unit: 'ms' },
      { id: 'batches', title: { ko: '잰 묶음', en: 'batches' }, unit: 'count' },
    ],
    rows: arms.map((arm) => ({
      id: idOf(arm),
      cells: [systemWords[arm.system], arm.batch, speedOf(arm), arm.p50Ms, arm.p99Ms, arm.batches],
    })),
    notes: [
      {
        ko: '닫힌 루프예요. 생산자 하나가 묶음의 응답을 받고 나서 다음 묶음을 보내요. 보장이 다른 줄끼리는 순서를 매기지 않아요.',
        en: 'A closed loop: one producer sends the next batch when the last one was acknowledged. Rows of unequal guarantees are not ranked.',
      },
    ],
  };
}

/** For `compare`: what each round achieved. */
export const trials = {
  figure: { ko: '초당 메시지', en: 'messages per second' },
  of: (arms: readonly SpeedArm[]) =>
    arms.map((arm) => ({
      id: idOf(arm),
      name: armWords(arm),
      values: arm.perSecond.filter((figure) => figure !== null),
    })),
};
