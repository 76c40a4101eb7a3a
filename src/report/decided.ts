import type { Text } from '../core/text.ts';

/** What `redis-lab decide` found out. */
export interface Decided {
  readonly fits: Text;
  readonly promise: Text;
  readonly answers: readonly { readonly question: Text; readonly answer: Text; readonly assumed: boolean }[];
  readonly tips: readonly { readonly question: Text; readonly answer: Text; readonly fits: Text }[];
  readonly mind: readonly Text[];
  /** Of the latest record: when it was taken, and what it has of this; null where there is none. */
  readonly measured: { readonly at: string; readonly lines: readonly Text[] } | null;
}
