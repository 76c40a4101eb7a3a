import { setTimeout as wait } from 'node:timers/promises';
import type { AnyAct } from '../core/act.ts';
import { exitCodes, LabError } from '../core/errors.ts';
import { same, type Text } from '../core/text.ts';
import { stepId, type Track } from '../core/track.ts';
import { isSplit } from '../course/vote.ts';
import { keptOf, stepOf, type Walk } from '../course/walk.ts';
import { savedWalks } from '../course/walk-store.ts';
import { keysLine } from '../render/terminal/keys-line.ts';
import { renderWalkNotes } from '../render/terminal/walk-notes.ts';
import type { WalkNotes } from '../report/walk-page.ts';
import { isAlive } from '../services/process-mark.ts';
import { canAsk, type Io, pageOf } from '../terminal/io.ts';
import { watchForQuit } from '../terminal/keys.ts';

const lookEveryMs = 300;
const leave: Text = { ko: '나가기', en: 'quit' };

/**
 * `redis-lab walkthrough --notes`: the presenter's page in another terminal, in step with the first: what is easy to
 * believe, how the room voted, what to ask. Without a terminal it is printed once.
 * @param actsOf the acts of a track's steps, by `stepId`
 */
export async function followWalk(
  io: Io,
  tracks: readonly Track[],
  actsOf: (track: Track) => Promise<ReadonlyMap<string, AnyAct>>,
  flags: { readonly color: boolean; readonly ascii?: boolean },
): Promise<void> {
  const { stdout } = process;
  const page = () => pageOf(stdout, io.lang, flags);
  const look = async () => {
    const walk = await underWay();
    const track = tracks.find(({ id }) => id === walk?.track);
    if (!walk || !track) throw nothingToFollow();
    return renderWalkNotes(notesOf(walk, track, await actsOf(track)), page());
  };
  if (!canAsk()) return await io.out(await look());
  const { signal, stop } = watchForQuit(io);
  try {
    for (let shown = ''; !signal.aborted; ) {
      const text = `${await look()}\n${keysLine([['q', leave]], page())}\n`;
      if (text !== shown) await io.out(`\u001b[H\u001b[2J${text}`);
      shown = text;
      await wait(lookEveryMs, undefined, { signal }).catch(() => {});
    }
  } finally {
    await stop();
  }
}

/** The walk that somebody has on a screen; else the one that was saved last. */
async function underWay(): Promise<Walk | undefined> {
  const walks = await savedWalks();
  return walks.find(isOnScreen) ?? walks[0];
}

function isOnScreen({ owner }: Walk): boolean {
  return owner !== null && isAlive(owner);
}

function notesOf(walk: Walk, track: Track, acts: ReadonlyMap<string, AnyAct>): WalkNotes {
  const step = stepOf(walk, track);
  const act = acts.get(stepId(step)) as AnyAct;
  const { votes, revotes } = keptOf(walk, step);
  const following = track.steps[walk.step + 1];
  return {
    step: { number: walk.step + 1, of: track.steps.length, title: act.title },
    phase: phaseWords[walk.phase],
    left: !isOnScreen(walk),
    choices: (act.predict?.choices ?? []).map(({ label, misconception }, index) => ({
      label,
      misconception: misconception ?? null,
      first: votes?.[index] ?? null,
      second: votes && isSplit(votes) ? (revotes?.[index] ?? null) : null,
    })),
    ask: step.ask,
    next: following ? (acts.get(stepId(following))?.title ?? null) : null,
  };
}

const phaseWords: Readonly<Record<Walk['phase'], Text>> = {
  story: { ko: '이야기', en: 'the story' },
  question: { ko: '질문과 투표', en: 'question and vote' },
  sure: { ko: '얼마나 확신하는지', en: 'how sure' },
  talk: { ko: '옆 사람과 이야기', en: 'talking to a neighbour' },
  revote: { ko: '두 번째 투표', en: 'second vote' },
  run: { ko: '실행 중', en: 'running' },
  result: { ko: '측정 결과', en: 'the measurement' },
  told: { ko: '무슨 일이 일어났는지 말하기', en: 'what happened, in their words' },
  why: { ko: '이유', en: 'why' },
  change: { ko: '하나만 바꾸기', en: 'one thing changed' },
  changed: { ko: '바꾸기 전과 뒤', en: 'before and after' },
  recap: { ko: '가져갈 것과 토론', en: 'recap and discussion' },
  end: { ko: '끝', en: 'the end' },
};

function nothingToFollow(): LabError {
  return new LabError(exitCodes.usage, {
    what: { ko: '진행 중인 walkthrough가 없어요.', en: 'No walkthrough is under way.' },
    why: {
      ko: '발표자 화면은 다른 터미널의 walkthrough를 따라가요.',
      en: 'The presenter’s page follows a walkthrough in another terminal.',
    },
    next: same('redis-lab walkthrough --present'),
  });
}
