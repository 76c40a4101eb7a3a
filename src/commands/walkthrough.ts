import type { AnyAct } from '../core/act.ts';
import { exitCodes, LabError } from '../core/errors.ts';
import type { AnyLab } from '../core/lab.ts';
import { same, type Text } from '../core/text.ts';
import { minutesOf, type Step, stepId, type Track } from '../core/track.ts';
import { loadLab, loadTracks } from '../course/catalogue.ts';
import { meant } from '../course/nearest.ts';
import { outsideTracks } from '../course/outside-tracks.ts';
import { allTracks, inRoom, startWalk, stepOf, type Walk } from '../course/walk.ts';
import { loadWalk } from '../course/walk-store.ts';
import { isAlive } from '../services/process-mark.ts';
import { choose } from '../terminal/choose.ts';
import { canAsk, type Io } from '../terminal/io.ts';
import { askKey, enter } from '../terminal/keys.ts';
import { askLine, isQuit } from '../terminal/line.ts';

export interface WalkFlags {
  readonly track?: string;
  readonly present?: boolean;
  readonly people?: string;
  readonly restart?: boolean;
  readonly notes?: boolean;
  readonly ascii?: boolean;
  readonly color: boolean;
}

const mostPeople = 999;

/** `redis-lab walkthrough`: the acts of several labs in an order that tells one story, for one person or for a room. */
export async function walkthrough(io: Io, flags: WalkFlags): Promise<void> {
  const tracks = [...(await loadTracks()), ...(await outsideTracks())];
  tracks.push(allTracks(tracks));
  if (flags.notes) {
    const { followWalk } = await import('./walk-notes.ts');
    return await followWalk(io, tracks, async (one) => byId(await actsOf(one)), flags);
  }
  const given = flags.people === undefined ? null : peopleOf(flags.people);
  const track = flags.track === undefined ? null : tracks.find(({ id }) => id === flags.track);
  if (track === undefined) throw noSuchTrack(flags.track ?? '', tracks);
  if (!canAsk()) return await io.out(await outlines(io, track ? [track] : tracks));
  const chosen = track ?? (await chooseTrack(io, tracks));
  const walk = chosen && (await walkFrom(io, chosen, flags, given));
  if (!walk) return;
  const { playWalk } = await import('./walk-play.ts');
  await playWalk(io, walk, chosen, await actsOf(chosen), flags);
}

/** Where the track was left, or its beginning; null for somebody who wants to leave. */
async function walkFrom(io: Io, track: Track, flags: WalkFlags, given: number | null): Promise<Walk | null> {
  const left = await resumed(io, track, flags.restart === true);
  if (left === 'quit') return null;
  if (left && !flags.present) return left;
  const voters = flags.present ? (given ?? left?.people ?? (await askPeople(io))) : null;
  if (voters === 'quit') return null;
  return left && voters !== null ? inRoom(left, voters) : startWalk(track, voters);
}

/**
 * Where the track was left, if the learner wants to go on from there.
 * @throws LabError (usage) while somebody walks it, also for who wants to begin anew
 */
async function resumed(io: Io, track: Track, restart: boolean): Promise<Walk | 'quit' | null> {
  const loaded = await loadWalk(track.id);
  if (loaded.walk === null) {
    if (loaded.why === 'damaged') {
      const text = {
        ko: '읽을 수 없는 진행 상태를 옮겨 두었어요',
        en: 'Where you were could not be read and was set aside',
      };
      io.err(`  ! ${text[io.lang]}: ${loaded.aside}\n`);
    }
    if (loaded.why === 'later' && !restart) throw fromLater(track);
    return null;
  }
  // The track may have lost steps since.
  const walk = { ...loaded.walk, step: Math.min(loaded.walk.step, track.steps.length - 1) };
  if (walk.owner !== null && isAlive(walk.owner)) throw heldBy(Number.parseInt(walk.owner, 10), track);
  if (restart) return null;
  if (walk.phase === 'end' || (walk.step === 0 && walk.phase === 'story')) return null;
  const title = (await actOf(stepOf(walk, track))).title;
  const question = {
    ko: `${walk.step + 1}/${track.steps.length} "${title.ko}"에서 이어서 할까요?`,
    en: `Go on at ${walk.step + 1}/${track.steps.length}, "${title.en}"?`,
  };
  const key = await askKey(io, () => io.err(`${question[io.lang]} (Y/n, q) `), ['y', 'n', 'q', enter]);
  io.err('\n');
  return key === 'q' ? 'quit' : key === 'n' ? null : walk;
}

async function askPeople(io: Io): Promise<number | 'quit'> {
  const question = { ko: '몇 명이 투표하나요? (나가려면 q) ', en: 'How many people vote? (q to leave) ' };
  for (;;) {
    const typed = await askLine(io, question[io.lang]);
    if (isQuit(typed)) return 'quit';
    const count = countOf(typed);
    if (count !== null) return count;
    io.err(`  ! ${takesACount[io.lang]}\n`);
  }
}

function peopleOf(text: string): number {
  const count = countOf(text);
  if (count !== null) return count;
  throw new LabError(exitCodes.usage, {
    what: { ko: `사람 수가 올바르지 않아요: '${text}'`, en: `That is no number of people: '${text}'.` },
    why: takesACount,
    next: same('redis-lab walkthrough --present --people 8'),
  });
}

const takesACount: Text = {
  ko: `1에서 ${mostPeople} 사이의 정수여야 해요.`,
  en: `It takes a whole number from 1 to ${mostPeople}.`,
};

function countOf(text: string): number | null {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return count >= 1 ? count : null;
}

async function chooseTrack(io: Io, tracks: readonly Track[]): Promise<Track | null> {
  const options = tracks.map((track) => {
    const minutes = minutesOf(track.steps);
    return {
      id: track.id,
      label: { ko: `${track.title.ko} (${minutes}분)`, en: `${track.title.en} (${minutes} min)` },
    };
  });
  const id = await choose(io, { ko: '어떤 길로 갈까요?', en: 'Which way shall we go?' }, options);
  return tracks.find((track) => track.id === id) ?? null;
}

/** Each act of the track, by its step. */
async function actsOf(
  track: Track,
): Promise<ReadonlyMap<Step, { readonly lab: AnyLab; readonly act: AnyAct }>> {
  const all = await Promise.all(
    track.steps.map(
      async (step) => [step, { lab: (await loadLab(step.lab)).lab, act: await actOf(step) }] as const,
    ),
  );
  return new Map(all);
}

function byId(acts: Awaited<ReturnType<typeof actsOf>>): ReadonlyMap<string, AnyAct> {
  return new Map([...acts].map(([step, { act }]) => [stepId(step), act]));
}

async function actOf(step: Step): Promise<AnyAct> {
  const { lab } = await loadLab(step.lab);
  return (lab.acts as readonly AnyAct[]).find(({ id }) => id === step.act) as AnyAct;
}

/** Without a terminal there is nobody to walk with: what there would be, and how long. */
async function outlines(io: Io, tracks: readonly Track[]): Promise<string> {
  const parts = await Promise.all(
    tracks.map(async ({ id, title, steps }) => {
      const minutes = (count: number) => ({ ko: `${count}분`, en: `${count} min` })[io.lang];
      const lines = await Promise.all(
        steps.map(async (step) => {
          const act = await actOf(step);
          return `  ${minutes(step.minutes).padStart(6)}  ${step.lab} ${step.act}: ${act.title[io.lang]}`;
        }),
      );
      return [`${id}  ${title[io.lang]} (${minutes(minutesOf(steps))})`, ...lines].join('\n');
    }),
  );
  return `${parts.join('\n\n')}\n`;
}

function noSuchTrack(given: string, tracks: readonly Track[]): LabError {
  const ids = tracks.map(({ id }) => id);
  return new LabError(exitCodes.usage, {
    what: { ko: `그런 길은 없어요: '${given}'`, en: `There is no track '${given}'.` },
    why: meant(given, ids, {
      ko: `있는 길: ${ids.join(', ')}`,
      en: `The tracks there are: ${ids.join(', ')}`,
    }),
    next: same(`redis-lab walkthrough --track ${tracks[0]?.id}`),
  });
}

function heldBy(pid: number, track: Track): LabError {
  return new LabError(exitCodes.usage, {
    what: {
      ko: '이 길은 다른 터미널에서 진행 중이에요.',
      en: 'This track is under way in another terminal.',
    },
    why: { ko: `진행 중인 프로세스: ${pid}`, en: `The process that has it: ${pid}` },
    next: {
      ko: `그 터미널에서 q로 나온 다음 redis-lab walkthrough --track ${track.id}`,
      en: `Leave it there with q, then redis-lab walkthrough --track ${track.id}`,
    },
  });
}

function fromLater(track: Track): LabError {
  return new LabError(exitCodes.usage, {
    what: {
      ko: '더 새로운 redis-lab의 진행 상태예요.',
      en: 'Where you were was written by a newer redis-lab.',
    },
    why: { ko: '이 버전은 그 파일을 읽지 못해요.', en: 'This version cannot read it.' },
    next: same(`redis-lab walkthrough --track ${track.id} --restart`),
  });
}
