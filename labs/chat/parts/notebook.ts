// What somebody in a room writes down.
import type { NotRecovered } from '../../../src/kit/run.ts';

/** Numbers of messages, each with the moment in milliseconds. */
export type Times = Map<number, number>;

export interface Notebook {
  readonly user: string;
  readonly said: Times;
  readonly acknowledged: Times;
  /** In the order of hearing; a number may come twice. */
  readonly heard: { readonly n: number; readonly atMs: number }[];
  /** Told that some of it cannot be had. */
  readonly told: { readonly why: NotRecovered; readonly atMs: number }[];
  /** Told that everything was recovered. */
  readonly assured: number[];
  /** Messages that came with the reply to a reconnect. */
  recovered: number;
  readonly lostConnectionMs: number[];
  readonly upMs: number[];
  /** Names of those who were seen to go, and when. */
  readonly went: Map<string, number>;
}

export const openNotebook = (user: string): Notebook => ({
  user,
  said: new Map(),
  acknowledged: new Map(),
  heard: [],
  told: [],
  assured: [],
  recovered: 0,
  lostConnectionMs: [],
  upMs: [],
  went: new Map(),
});
