// What the page and its server say to each other, as JSON over a WebSocket. Types only: both import it.
import type { Question, Sureness } from '../core/act.ts';
import type { Explanation } from '../core/errors.ts';
import type { LabEvent } from '../core/events.ts';
import type { Preset } from '../core/params.ts';
import type { Outcome } from '../core/record.ts';
import type { Poke } from '../core/scene.ts';
import type { Lang, Text } from '../core/text.ts';
import type { Actor, Named, TraceEvent } from '../core/trace.ts';
import type { Graded } from '../report/findings.ts';
import type { Report } from '../report/report.ts';

/** What a page is told in its own file, where there is no run in it. */
export interface LivePage {
  readonly live: 'host' | 'voter';
  readonly lang: Lang;
  /** What `redis-lab demo` was asked for: a lab, or a run. */
  readonly open?: { readonly lab: string } | { readonly run: string };
}

/** What to run, in the words of the command line; whoever reads it checks it as argv is checked. */
export interface RunWish {
  readonly lab: string;
  readonly preset: Preset;
  /** Text by the name of a parameter; `true` for a flag. */
  readonly given: Readonly<Record<string, string | true>>;
  /** null for all. */
  readonly acts: readonly string[] | null;
  /** The choice by act. */
  readonly predictions: Readonly<Record<string, string>>;
}

export type HostVerb =
  /** @param after the last batch that the page has seen; it is sent those that follow */
  | { readonly verb: 'join'; readonly after?: number }
  | { readonly verb: 'catalogue' }
  | { readonly verb: 'open'; readonly run: string }
  | { readonly verb: 'start'; readonly wish: RunWish }
  | { readonly verb: 'stop' }
  /** Batches got lost: those after this one again. */
  | { readonly verb: 'since'; readonly after: number }
  /** The world of a lab that goes on, in place of a run. */
  | { readonly verb: 'scene'; readonly lab: string }
  | { readonly verb: 'poke'; readonly id: string }
  /** What the reader expects of a rung that is under way; null for who leaves it open. */
  | { readonly verb: 'predict'; readonly rung: number; readonly choice: string | null }
  /** Opens a room that votes on the questions of a lab, in place of the one that is open. */
  | { readonly verb: 'group'; readonly lab: string }
  | { readonly verb: 'next'; readonly phaseId: number }
  /** The vote closes by itself after so many seconds. */
  | { readonly verb: 'close-in'; readonly phaseId: number; readonly seconds: number }
  /** Raised hands, counted: for each choice how many. */
  | { readonly verb: 'hands'; readonly phaseId: number; readonly hands: readonly number[] };

export type VoterVerb =
  /** @param id made by the phone and kept there: with it a phone that was locked is the same person */
  | { readonly verb: 'join'; readonly id: string; readonly name?: string }
  | {
      readonly verb: 'vote';
      readonly phaseId: number;
      readonly choice: string;
      /** Left out by who does not say. */
      readonly sure?: Sureness;
    };

/** A parameter as a control: the page builds no text of a value that the command line could not have. */
export interface Control {
  readonly name: string;
  readonly flag: string;
  readonly label: Text;
  readonly kind: 'int' | 'ints' | 'duration' | 'choice' | 'words' | 'flag';
  /** As it is typed, by preset. */
  readonly values: Readonly<Record<Preset, string>>;
  readonly choices: readonly string[];
  /** `1~1000`; null where it is one of some words. */
  readonly range: string | null;
}

export interface ActCard {
  readonly id: string;
  readonly title: Text;
  readonly aim: Text;
  /** Without what would give it away. */
  readonly question: Question | null;
}

export interface LabCard {
  readonly id: string;
  readonly title: Text;
  readonly question: Text;
  readonly picture: Text;
  readonly minutes: number;
  readonly claims: readonly { readonly id: string; readonly sentence: Text }[];
  readonly controls: readonly Control[];
  readonly acts: readonly ActCard[];
  /** Whether there is a world to be broken by hand. */
  readonly hasScene: boolean;
}

export interface KeptCard {
  readonly run: string;
  readonly lab: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

export type NamedActor = Actor & { readonly id: string };

/** What happened in a quarter of a second. */
export interface Batch {
  readonly kind: 'batch';
  readonly run: number;
  /** Rises by one; a page that sees a hole asks again. */
  readonly seq: number;
  readonly said: readonly LabEvent[];
  readonly events: readonly TraceEvent[];
  /** Who is in it for the first time. */
  readonly actors: readonly NamedActor[];
  /** Events of each kind that were too many to send; all of them are counted, and in the trace at the end. */
  readonly left: Readonly<Record<string, number>>;
}

export type ToHost =
  | { readonly kind: 'hello'; readonly running: Running | null; readonly entrance: Entrance }
  | { readonly kind: 'catalogue'; readonly labs: readonly LabCard[]; readonly kept: readonly KeptCard[] }
  | ({ readonly kind: 'started' } & Running)
  | Batch
  /** @param data the path of its PageData; null for a run that did not complete */
  | {
      readonly kind: 'ended';
      readonly run: number;
      readonly outcome: Outcome;
      readonly data: string | null;
      readonly error: Explanation | null;
    }
  | { readonly kind: 'opened'; readonly data: string }
  | SceneNow
  | RoomForHost
  | { readonly kind: 'refused'; readonly verb: string; readonly why: Explanation };

/** A scene that goes on, and how far its reader has come. */
export interface SceneNow {
  readonly kind: 'scene';
  readonly run: number;
  readonly aim: Text;
  readonly pokes: readonly Poke[];
  /** Whether everybody is in their place. */
  readonly isReady: boolean;
  /** Those that are done, and the one that is not: what comes later could give an answer away. */
  readonly rungs: readonly RungNow[];
  /** How many there are. */
  readonly of: number;
  /** How far somebody is seen on its maps, in metres; 0 where it has none. */
  readonly radiusM: number;
}

export interface RungNow {
  readonly task: Text;
  /** Asked before it is done; null where nothing is asked. */
  readonly question: Question | null;
  /** Null for who leaves it open; absent until the reader has said so. */
  readonly chosen?: string | null;
  /** Null until it is done. */
  readonly learned: Text | null;
  readonly graded: Graded | null;
}

/** A run under way. */
export interface Running {
  /** Counts the runs of this server, from 1. */
  readonly run: number;
  readonly wish: RunWish;
  /** What there is to say of it before anything was measured. */
  readonly report: Report;
  /** The batch before its first one. */
  readonly after: number;
  readonly actors: readonly NamedActor[];
  readonly series: readonly Named[];
  readonly arms: readonly Named[];
}

export type GroupPhase = 'lobby' | 'vote1' | 'discuss' | 'vote2' | 'run' | 'reveal' | 'why' | 'end';

/** What both the wall and the phones see of a room. */
interface RoomShown {
  readonly lab: string;
  readonly phase: GroupPhase;
  readonly phaseId: number;
  /** The place of the question among all, from 0. */
  readonly step: number;
  readonly of: number;
  readonly title: Text | null;
  readonly question: Question | null;
  /** Until the vote closes by itself, or the time to talk is over; null where neither is set. Never a time of day: phones have their own. */
  readonly endsInMs: number | null;
  /** Null until the run is over. */
  readonly reveal: Reveal | null;
}

export interface Reveal {
  /** For each choice how many, in the order of the choices. */
  readonly first: readonly number[];
  /** Null where the room was not split. */
  readonly second: readonly number[] | null;
  /** The choice that was measured; null where the run decided nothing. */
  readonly measured: string | null;
  readonly headline: Text;
  readonly why: Text | null;
}

export interface RoomForHost extends RoomShown {
  readonly kind: 'group';
  readonly people: number;
  readonly online: number;
  /** How many phones have voted. */
  readonly voted: number;
  /** How many hands were counted; null where none were. */
  readonly hands: number | null;
  /** What was revealed so far: what the host can take home. */
  readonly polled: readonly Polled[];
}

/** A question as a room answered it, without anybody's name. */
export interface Polled {
  readonly act: string;
  /** Their ids; the counts are in their order. */
  readonly choices: readonly string[];
  readonly first: readonly number[];
  /** Null where the room was not split. */
  readonly second: readonly number[] | null;
  /** Of each choice, in the last vote: how many guessed, were fairly sure, were sure. Who did not say is in none. */
  readonly sure: readonly (readonly number[])[];
  readonly measured: string | null;
}

export interface RoomForVoter extends RoomShown {
  readonly kind: 'room';
  /** The choice that this person made. */
  readonly mine: string | null;
  /** How sure they said they are. */
  readonly sure: Sureness | null;
}

/** What a phone is told before there is a room. */
export interface NoRoom {
  readonly kind: 'no-room';
}

export type ToVoter = RoomForVoter | NoRoom;

/** Where phones come in. */
export interface Entrance {
  /** Null where the demo was started without `--lan`. */
  readonly url: string | null;
  readonly letters: string;
  /** The QR code of the address, as the path of an SVG. */
  readonly qr: { readonly size: number; readonly path: string } | null;
}
