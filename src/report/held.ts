import type { Text } from '../core/text.ts';

/** A server that a run holds, as it is shown. */
export interface HeldShown {
  readonly name: string;
  readonly url: string;
  /** Null when it is dead. */
  readonly pid: number | null;
  readonly logFile: string;
  /** For the shell: first what logs in, then what talks to it. */
  readonly login: string | null;
  readonly client: string | null;
}

/** Said instead where a run has none. */
export const nothingHeld: Text = {
  ko: '켜 둘 실험용 서버가 없어요.',
  en: 'There is no private server to leave up.',
};
