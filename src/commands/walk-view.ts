// What a page of a walkthrough shows at each phase.
import type { AnyAct, Question } from '../core/act.ts';
import { flagOf } from '../core/params.ts';
import { same, type Text } from '../core/text.ts';
import { minutesOf, type Step } from '../core/track.ts';
import { isSplit, type Votes } from '../course/vote.ts';
import { type Kept, keptOf, stepOf, type Walk } from '../course/walk.ts';
import { sureness } from '../render/words.ts';
import type { Block } from '../report/blocks.ts';
import type { WalkPage } from '../report/walk-page.ts';
import { hintOf, mayHint } from './walk-hints.ts';
import { type Found, measuredChoice, type Scene } from './walk-scene.ts';

const keyWords = {
  go: ['Enter', { ko: '다음', en: 'next' }],
  pass: ['Enter', { ko: '고르지 않고 다음', en: 'go on without' }],
  run: ['Enter', { ko: '실행', en: 'run it' }],
  vote: ['Enter', { ko: '투표 적기', en: 'enter the votes' }],
  write: ['Enter', { ko: '적기', en: 'write' }],
  back: ['b', { ko: '뒤로', en: 'back' }],
  again: ['r', { ko: '다시 실행', en: 'run again' }],
  hint: ['h', { ko: '힌트', en: 'hint' }],
  skip: ['s', { ko: '건너뛰기', en: 'skip' }],
  quit: ['q', { ko: '나가기', en: 'quit' }],
} as const satisfies Record<string, readonly [string, Text]>;

export function viewOf(scene: Scene): WalkPage {
  const { walk, track, act, spentMs } = scene;
  const step = stepOf(walk, track);
  const base = {
    track: track.title,
    step: { number: walk.step + 1, of: track.steps.length, title: act.title },
    clock: {
      spentMs,
      plannedMinutes: minutesOf(track.steps.slice(0, walk.step)),
      minutes: minutesOf(track.steps),
    },
    present: walk.people !== null,
    heading: { ko: '', en: '' },
    texts: [],
    question: null,
    votes: null,
    graded: null,
    hint: null,
    picture: [],
    keys: [keyWords.go, keyWords.back, keyWords.skip, keyWords.quit],
  } satisfies WalkPage;
  return { ...base, ...phaseOf(scene, step, keptOf(walk, step)) };
}

/** What is the page's own. Nothing that stands before the run gives its result away. */
function phaseOf(scene: Scene, step: Step, kept: Kept): Partial<WalkPage> {
  const { walk, act, found, changed } = scene;
  const predict = act.predict ?? null;
  const again = [keyWords.go, keyWords.back, keyWords.again, keyWords.skip, keyWords.quit];
  switch (walk.phase) {
    case 'story':
      return { heading: words.story(step.minutes), texts: [step.story, act.aim] };
    case 'question':
      return { heading: words.predict, question: predict, keys: askingKeys(walk, predict) };
    case 'sure':
      return {
        heading: words.sure,
        question: {
          prompt: chosenLabel(predict, kept),
          choices: sureness.map((label, index) => ({ id: `${index + 1}`, label })),
        },
        keys: choosing(sureness.length),
      };
    case 'talk':
      return {
        heading: words.split,
        texts: [words.talk],
        question: predict && { ...predict, choices: [] },
      };
    case 'revote':
      return { heading: words.revote, question: predict, keys: askingKeys(walk, predict) };
    case 'result':
      return {
        heading: words.result,
        texts: found?.act.headline ? [found.act.headline] : [],
        ...answers(scene, predict, kept),
        picture: found ? picturesOf(found) : [],
        ...hintOf(scene, kept),
        keys: mayHint(scene, kept) ? [...again.slice(0, 2), keyWords.hint, ...again.slice(2)] : again,
      };
    case 'told':
      return {
        heading: words.told,
        texts: kept.told ? [{ ko: kept.told, en: kept.told }] : [],
        ...hintOf(scene, kept),
        keys: [
          keyWords.write,
          keyWords.back,
          ...(mayHint(scene, kept) ? [keyWords.hint] : []),
          keyWords.skip,
          keyWords.quit,
        ],
      };
    case 'why':
      return {
        heading: words.why,
        texts: found
          ? [found.findings.why, ...misconceptions(scene, predict, kept), found.findings.caveat]
          : [],
        keys: again,
      };
    case 'change':
      return {
        heading: words.change,
        texts: step.change ? [flagsOf(step.change.params), step.change.ask] : [],
        keys: [keyWords.run, keyWords.back, keyWords.skip, keyWords.quit],
      };
    case 'changed':
      return { heading: words.changed, texts: beforeAndAfter(found, changed), keys: again };
    case 'recap':
      return {
        heading: words.recap,
        texts: [step.recap, ...(found?.findings.discuss ? [words.discuss(found.findings.discuss)] : [])],
      };
    case 'end':
      return { heading: words.end, texts: [tally(scene)], keys: [keyWords.back, keyWords.quit] };
    case 'run':
      return {}; // It has no page: the act runs.
  }
}

const words = {
  story: (minutes: number): Text => ({
    ko: `이번 단계 (약 ${minutes}분)`,
    en: `This step (about ${minutes} min)`,
  }),
  predict: { ko: '예측해 보세요', en: 'Your prediction' },
  sure: { ko: '얼마나 확신하나요?', en: 'How sure are you?' },
  split: { ko: '의견이 갈렸어요', en: 'The room is split' },
  talk: {
    ko: '다르게 고른 옆 사람과 2분 동안 이야기해 보세요. 서로를 설득해 보고, 다시 투표해요.',
    en: 'Talk for two minutes with somebody who chose otherwise. Try to convince each other, then vote again.',
  },
  revote: { ko: '다시 투표해요', en: 'Vote again' },
  result: { ko: '측정 결과', en: 'Measured' },
  told: { ko: '무슨 일이 일어났나요? 여러분의 말로 적어 보세요', en: 'What happened? In your own words' },
  why: { ko: '이유', en: 'Why' },
  change: { ko: '하나만 바꿔서 다시 해 봐요', en: 'Change one thing, and run it again' },
  changed: { ko: '바꾸기 전과 뒤', en: 'Before and after' },
  recap: { ko: '가져갈 것', en: 'Take along' },
  end: { ko: '끝까지 왔어요', en: 'That was the last step' },
  discuss: (text: Text): Text => ({ ko: `토론 질문: ${text.ko}`, en: `Discuss: ${text.en}` }),
} as const;

const leaving = [keyWords.back, keyWords.skip, keyWords.quit];

function askingKeys(walk: Walk, question: Question | null): WalkPage['keys'] {
  return walk.people === null ? choosing(question?.choices.length ?? 1) : [keyWords.vote, ...leaving];
}

function choosing(choices: number): WalkPage['keys'] {
  return [[`1-${choices}`, { ko: '고르기', en: 'choose' }], keyWords.pass, ...leaving];
}

function chosenLabel(question: Question | null, { chosen }: Kept): Text {
  return question?.choices.find(({ id }) => id === chosen)?.label ?? same('');
}

function answers({ walk, found }: Scene, predict: AnyAct['predict'] | null, kept: Kept): Partial<WalkPage> {
  if (!predict || !found) return {};
  if (walk.people === null) return { graded: found.act.prediction };
  const measured = measuredChoice(found, predict);
  const count = (votes: Votes | undefined, index: number) => votes?.[index] ?? null;
  return {
    votes: {
      choices: predict.choices.map(({ id, label }, index) => ({
        label,
        first: count(kept.votes, index),
        second: count(kept.votes && isSplit(kept.votes) ? kept.revotes : undefined, index),
        measured: id === measured,
      })),
    },
  };
}

/** Of the wrong choices that somebody in the room made. */
function misconceptions({ walk, found }: Scene, predict: AnyAct['predict'] | null, kept: Kept): Text[] {
  // One who walks alone has read theirs beside the measurement.
  if (!predict || !found || walk.people === null) return [];
  const measured = measuredChoice(found, predict);
  const votes = kept.revotes ?? kept.votes;
  const wrong = predict.choices.filter(({ id }, index) => id !== measured && (votes?.[index] ?? 0) > 0);
  return measured === null ? [] : wrong.flatMap(({ misconception }) => misconception ?? []);
}

/** The first drawing that fits is shown: a picture before a table. */
function picturesOf({ act, findings }: Found): Block[] {
  const drawings = act.blocks.filter(({ kind }) => kind === 'bars' || kind === 'timeline');
  const tables = act.blocks.filter(({ kind }) => kind === 'table');
  return [...drawings, ...tables, ...(findings.comparison ? [findings.comparison] : [])];
}

function flagsOf(params: Readonly<Record<string, string>>): Text {
  const flags = Object.entries(params).map(([name, value]) => `${flagOf(name)} ${value}`);
  return { ko: flags.join(' '), en: flags.join(' ') };
}

function beforeAndAfter(found: Found | null, changed: Found | null): Text[] {
  const said = (label: Text, one: Found | null): Text[] => {
    const headline = one?.act.headline;
    return headline ? [{ ko: `${label.ko}: ${headline.ko}`, en: `${label.en}: ${headline.en}` }] : [];
  };
  return [...said({ ko: '전', en: 'before' }, found), ...said({ ko: '뒤', en: 'after' }, changed)];
}

function tally({ walk, track }: Scene): Text {
  const done = track.steps.filter((step) => keptOf(walk, step).run !== undefined).length;
  return {
    ko: `${track.steps.length}단계 가운데 ${done}단계를 실행했어요. 노트로 남기려면 redis-lab report를, 며칠 뒤 복습하려면 redis-lab review를 써 보세요.`,
    en: `${done} of ${track.steps.length} steps were run. redis-lab report writes a note of a run; redis-lab review asks again in a few days.`,
  };
}
