import type { Graded } from '../report/findings.ts';
import type { ServerInfo } from './server-info.ts';
import type { Text } from './text.ts';

/** Everything a run says while it runs: the live view, the saved trace and the browser read this one stream. */
export type LabEvent =
  | { readonly kind: 'service-ready'; readonly server: ServerInfo; readonly tookMs: number }
  | {
      readonly kind: 'act';
      readonly id: string;
      /** Its place among the acts of the lab, from 1, and how many there are. */
      readonly number: number;
      readonly of: number;
      readonly title: Text;
      readonly aim: Text;
    }
  | {
      readonly kind: 'act-done';
      readonly id: string;
      readonly number: number;
      readonly title: Text;
      /** What came out, or why the act was skipped. */
      readonly headline: Text;
      readonly skipped: boolean;
      /** What the learner said beside what was measured; null for an act that asks nothing. */
      readonly prediction: Graded | null;
      readonly tookMs: number;
    }
  | {
      readonly kind: 'command';
      readonly connection: string;
      readonly command: string;
      readonly reply?: string;
    }
  | { readonly kind: 'progress'; readonly done: number; readonly of: number; readonly unit: Text }
  | { readonly kind: 'warning'; readonly text: Text };
