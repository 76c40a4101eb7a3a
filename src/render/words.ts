import type { Text } from '../core/text.ts';
import type { Mark, Sighting } from '../report/blocks.ts';
import type { Verdict } from '../report/findings.ts';

/** The words that every report for people has, in the terminal and in Markdown. */
export const headings = {
  verdict: { ko: '판정 (verdict)', en: 'Verdict' },
  prediction: { ko: '예측과 결과', en: 'Your prediction' },
  warnings: { ko: '주의할 점', en: 'Warnings' },
  why: { ko: '이유', en: 'Why' },
  caveat: { ko: '한계', en: 'Limit' },
  discuss: { ko: '토론 질문', en: 'Discuss' },
  tryNext: { ko: '이어서', en: 'Next' },
  evidence: { ko: '판정의 근거', en: 'What the verdicts rest on' },
} as const satisfies Record<string, Text>;

/** What stands at the end of the details: where to go on, and where it is kept. */
export const footer = {
  nextLab: { ko: '다음 실험', en: 'Next lab' },
  lesson: { ko: '학습 노트', en: 'Lesson' },
  measuredOn: { ko: '측정 환경', en: 'Measured on' },
  record: { ko: '실행 기록', en: 'Record' },
  details: { ko: '자세히', en: 'Details' },
} as const satisfies Record<string, Text>;

export const actWords = {
  act: (number: number): Text => ({ ko: `${number}막`, en: `Act ${number}` }),
  named: ({ number, title }: { readonly number: number; readonly title: Text }): Text => ({
    ko: `${number}막  ${title.ko}`,
    en: `Act ${number}  ${title.en}`,
  }),
  model: { ko: '모델: 서버에 묻지 않고 계산한 결과예요.', en: 'A model: calculated, no server was asked.' },
  skipped: { ko: '건너뜀', en: 'skipped' },
  notTested: { ko: '이번에는 검증하지 않음', en: 'not tested this time' },
} as const;

export const verdictWords: Readonly<Record<Verdict, Text>> = {
  held: { ko: '맞아요 (held)', en: 'held' },
  refuted: { ko: '틀려요 (refuted)', en: 'refuted' },
  inconclusive: { ko: '판단 보류 (inconclusive)', en: 'inconclusive' },
};

export const markWords: Readonly<Record<Mark, Text>> = {
  delivered: { ko: '도착', en: 'delivered' },
  lost: { ko: '유실', en: 'lost' },
  duplicated: { ko: '중복', en: 'duplicated' },
};

export const sightingWords: Readonly<Record<Sighting, Text>> = {
  near: { ko: '범위 안', en: 'in range' },
  far: { ko: '범위 밖', en: 'out of range' },
  gone: { ko: '떠났는데 화면에 남음', en: 'gone, still on the screen' },
  unseen: { ko: '접속 중인데 안 보임', en: 'here, and not shown' },
};

/** What a table made of bars or of lanes calls its columns. */
export const columnWords = {
  item: { ko: '항목', en: 'Item' },
  value: { ko: '측정값', en: 'Value' },
  low: { ko: '하한', en: 'Low' },
  high: { ko: '상한', en: 'High' },
  from: { ko: '시작', en: 'From' },
  lane: { ko: '구분', en: 'Lane' },
  count: { ko: '수(개)', en: 'Count' },
} as const satisfies Record<string, Text>;

export const predictionWords = {
  chosen: { ko: '내 예측', en: 'You said' },
  answer: { ko: '측정 결과', en: 'Measured' },
  right: { ko: '예측이 맞았어요.', en: 'You were right.' },
  wrong: { ko: '예측과 달랐어요.', en: 'It came out differently.' },
  open: {
    ko: '이번 측정으로는 어느 쪽이 맞는지 판단할 수 없었어요.',
    en: 'This run could not decide which answer is right.',
  },
  tally: (right: number, of: number): Text =>
    right === 0
      ? { ko: `예측 ${of}개가 모두 빗나갔어요.`, en: `None of ${of} predictions was right.` }
      : {
          ko: `예측 ${of}개 가운데 ${right}개가 맞았어요.`,
          en: `${right} of ${of} predictions were right.`,
        },
} as const;

export const unfinishedWords = {
  failed: { ko: '실험을 끝내지 못했어요 (failed)', en: 'The run failed' },
  aborted: { ko: '실험을 도중에 멈췄어요 (aborted)', en: 'The run was stopped' },
  noVerdict: {
    ko: '끝까지 재지 못했으니 판정은 내리지 않아요.',
    en: 'It did not measure to the end, so there is no verdict.',
  },
  why: { ko: '이유', en: 'Why' },
  next: { ko: '다음에 할 일', en: 'What to do' },
  again: { ko: '다시 하려면', en: 'To run it again' },
} as const satisfies Record<string, Text>;

/** How sure somebody is of a prediction, from 1. */
export const sureness = [
  { ko: '찍었어요', en: 'a guess' },
  { ko: '조금', en: 'fairly' },
  { ko: '확실해요', en: 'sure' },
] as const satisfies readonly Text[];
