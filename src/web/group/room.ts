// A room that votes before a run, pure: who is in it, what they chose, and what comes next. The phases are the server's:
// no page decides that a vote is over. Counts leave it with the reveal and not before.
import type { Question, Sureness } from '../../core/act.ts';
import type { Poll } from '../../core/record.ts';
import type { Text } from '../../core/text.ts';
import { isSplit, type Votes, votesIn } from '../../course/vote.ts';
import type { GroupPhase, Polled, Reveal, RoomForHost, RoomForVoter } from '../protocol.ts';

/** What the room is asked: an act with a prediction. */
export interface Asked {
  readonly act: string;
  readonly title: Text;
  readonly question: Question;
}

/** What the run of an act said. */
export interface Measured {
  /** The choice that it bore out; null where it decided nothing. */
  readonly choice: string | null;
  readonly headline: Text;
  readonly why: Text;
}

interface Voter {
  readonly name: string | null;
  readonly online: boolean;
}

interface Vote {
  readonly choice: number;
  /** Null for who does not say. */
  readonly sure: Sureness | null;
}

/** Of one person the last choice, by their id. */
type Ballot = ReadonlyMap<string, Vote>;

interface Round {
  readonly ballot: Ballot;
  /** Raised hands, counted by the host. */
  readonly hands: Votes | null;
}

export interface Room {
  readonly lab: string;
  readonly asked: readonly Asked[];
  readonly step: number;
  readonly phase: GroupPhase;
  /** Rises with every phase: a vote and a key of the host name the phase that they were meant for. */
  readonly phaseId: number;
  readonly voters: ReadonlyMap<string, Voter>;
  readonly first: Round;
  readonly second: Round;
  readonly measured: Measured | null;
  /** When this vote closes by itself, or the time to talk is over, on the clock of the desk; null where neither is set. */
  readonly endsAtMs: number | null;
  /** What was revealed so far, and of nobody who it was. */
  readonly polled: readonly Polled[];
}

export const mostVoters = 200;
const nobodyYet: Round = { ballot: new Map(), hands: null };

export function openRoom(lab: string, asked: readonly Asked[]): Room {
  return {
    ...{ lab, asked, step: 0, phase: 'lobby', phaseId: 1, voters: new Map() },
    ...{ first: nobodyYet, second: nobodyYet, measured: null, polled: [], endsAtMs: null },
  };
}

/** The same id is the same person, whatever became of the phone meanwhile. */
export function joined(room: Room, id: string, name: string | null): Room {
  const before = room.voters.get(id);
  if (!before && room.voters.size >= mostVoters) return room;
  const voters = new Map(room.voters).set(id, { name: name ?? before?.name ?? null, online: true });
  return { ...room, voters };
}

export function left(room: Room, id: string): Room {
  const before = room.voters.get(id);
  return before ? { ...room, voters: new Map(room.voters).set(id, { ...before, online: false }) } : room;
}

/** A vote of another phase, of a stranger or for nothing that can be chosen changes nothing. */
export function voted(
  room: Room,
  id: string,
  phaseId: number,
  choice: string,
  sure: Sureness | null = null,
): Room {
  const round = openRound(room, phaseId);
  const index = questionOf(room)?.choices.findIndex((one) => one.id === choice) ?? -1;
  if (!round || index < 0 || !room.voters.has(id)) return room;
  const ballot = new Map(room[round].ballot).set(id, { choice: index, sure });
  return { ...room, [round]: { ...room[round], ballot } };
}

/** The counts of raised hands, beside those of phones. */
export function handsRaised(room: Room, phaseId: number, hands: Votes): Room {
  const round = openRound(room, phaseId);
  if (!round || hands.length !== questionOf(room)?.choices.length) return room;
  return { ...room, [round]: { ...room[round], hands } };
}

/** The vote that is open closes by itself then; of another phase it changes nothing. */
export function closing(room: Room, phaseId: number, endsAtMs: number): Room {
  return openRound(room, phaseId) ? { ...room, endsAtMs } : room;
}

function openRound({ phase, phaseId }: Room, wanted: number): 'first' | 'second' | null {
  if (wanted !== phaseId) return null;
  return phase === 'vote1' ? 'first' : phase === 'vote2' ? 'second' : null;
}

/** What comes after this phase. */
function following(room: Room): Pick<Room, 'phase' | 'step'> {
  const { step } = room;
  switch (room.phase) {
    case 'lobby':
      return { phase: 'vote1', step };
    case 'vote1':
      return { phase: isSplit(countsOf(room, 'first')) ? 'discuss' : 'run', step };
    case 'discuss':
      return { phase: 'vote2', step };
    case 'vote2':
      return { phase: 'run', step };
    case 'run':
      return { phase: 'reveal', step };
    case 'reveal':
      return { phase: 'why', step };
    case 'why':
      return step + 1 < room.asked.length ? { phase: 'vote1', step: step + 1 } : { phase: 'end', step };
    case 'end':
      return { phase: 'end', step };
  }
}

/** So long a room that is split talks. Nothing ends by it: who leads on is the host. */
export const talkMs = 120_000;

/** A key that was meant for another phase changes nothing; a run ends by what it measured. */
export function advanced(room: Room, phaseId: number, measured: Measured | null = null, nowMs = 0): Room {
  if (phaseId !== room.phaseId || room.phase === 'end' || (room.phase === 'run' && !measured)) return room;
  const next = following(room);
  const fresh = next.phase === 'vote1' ? { first: nobodyYet, second: nobodyYet, measured: null } : {};
  const endsAtMs = next.phase === 'discuss' ? nowMs + talkMs : null;
  const known = measured && { measured, polled: [...room.polled, polledOf(room, measured)] };
  return { ...room, ...fresh, ...known, ...next, endsAtMs, phaseId: room.phaseId + 1 };
}

export function questionOf({ asked, step, phase }: Room): Question | null {
  return phase === 'lobby' || phase === 'end' ? null : (asked[step]?.question ?? null);
}

function countsOf(room: Room, round: 'first' | 'second'): Votes {
  const { ballot, hands } = room[round];
  const choices = room.asked[room.step]?.question.choices ?? [];
  return choices.map((_, index) => {
    const phones = [...ballot.values()].filter(({ choice }) => choice === index).length;
    return phones + (hands?.[index] ?? 0);
  });
}

const hadSecond = ({ second }: Room) => second.ballot.size > 0 || second.hands !== null;

/** What was voted on the question that is open; undefined where nobody did. */
export function pollOf(room: Room): Poll | undefined {
  const ids = room.asked[room.step]?.question.choices.map(({ id }) => id) ?? [];
  const byChoice = (round: 'first' | 'second') => {
    const counts = countsOf(room, round);
    return Object.fromEntries(ids.map((id, index) => [id, counts[index] ?? 0]));
  };
  const second = hadSecond(room) ? byChoice('second') : null;
  return second || votesIn(countsOf(room, 'first')) > 0 ? { first: byChoice('first'), second } : undefined;
}

function polledOf(room: Room, { choice }: Measured): Polled {
  const { act = '', question } = room.asked[room.step] ?? {};
  const last = [...(hadSecond(room) ? room.second : room.first).ballot.values()];
  const choices = question?.choices.map(({ id }) => id) ?? [];
  return {
    ...{ act, choices, first: countsOf(room, 'first') },
    second: hadSecond(room) ? countsOf(room, 'second') : null,
    sure: choices.map((_, index) =>
      levels.map((level) => last.filter((vote) => vote.choice === index && vote.sure === level).length),
    ),
    measured: choice,
  };
}

const levels = [1, 2, 3] as const;

function revealOf(room: Room): Reveal | null {
  if ((room.phase !== 'reveal' && room.phase !== 'why') || !room.measured) return null;
  const { choice, headline, why } = room.measured;
  return {
    first: countsOf(room, 'first'),
    second: hadSecond(room) ? countsOf(room, 'second') : null,
    measured: choice,
    headline,
    why: room.phase === 'why' ? why : null,
  };
}

function shared(room: Room, nowMs: number) {
  const { lab, phase, phaseId, step, asked, endsAtMs } = room;
  const title = questionOf(room) ? (asked[step]?.title ?? null) : null;
  return {
    lab,
    phase,
    phaseId,
    step,
    of: asked.length,
    title,
    question: questionOf(room),
    endsInMs: endsAtMs === null ? null : Math.max(0, Math.round(endsAtMs - nowMs)),
    reveal: revealOf(room),
  };
}

/** All that one phone is told: of the others nothing before the reveal, not even how many have voted. */
export function roomForVoter(room: Room, id: string, nowMs = 0): RoomForVoter {
  const isSecond = room.phase === 'vote2' || (room.phase !== 'vote1' && room.second.ballot.has(id));
  const vote = (isSecond ? room.second : room.first).ballot.get(id);
  const mine = questionOf(room)?.choices[vote?.choice ?? -1]?.id ?? null;
  return { kind: 'room', ...shared(room, nowMs), mine, sure: vote?.sure ?? null };
}

/** How many have voted, and not for what: the host's screen is on the wall. */
export function roomForHost(room: Room, nowMs = 0): RoomForHost {
  const voters = [...room.voters.values()];
  const round = room.phase === 'vote2' ? room.second : room.first;
  return {
    kind: 'group',
    ...shared(room, nowMs),
    people: voters.length,
    online: voters.filter(({ online }) => online).length,
    voted: round.ballot.size,
    polled: room.polled,
    hands: round.hands?.reduce((sum, count) => sum + count, 0) ?? null,
  };
}
