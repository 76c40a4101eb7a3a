import type { ServerInfo } from './server-info.ts';
import type { Text } from './text.ts';

/** Everything a run says while it runs: the live view, the saved trace and the browser read this one stream. */
export type LabEvent =
  | { readonly kind: 'service-ready'; readonly server: ServerInfo; readonly tookMs: number }
  | { readonly kind: 'step'; readonly id: string; readonly title: Text }
  | {
      readonly kind: 'command';
      readonly connection: string;
      readonly command: string;
      readonly reply?: string;
    }
  | { readonly kind: 'progress'; readonly done: number; readonly of: number; readonly unit: Text }
  | { readonly kind: 'warning'; readonly text: Text };
