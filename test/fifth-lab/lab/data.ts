import type { ActsData } from '../../src/kit/judge.ts';

export interface CrashData {
  readonly stored: number;
  readonly left: number;
}

export interface PersistData {
  readonly crash: CrashData;
}

export type PersistTried = ActsData<PersistData>;
