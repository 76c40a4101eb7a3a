import type { ActsData, Skipped, Text } from '../../src/kit/judge.ts';
import type { FourWaysData, GhostsData, LagData, SilenceData, TtlData } from './data.ts';

/** The data of records of format 1. */
interface Format1 {
  readonly silence: SilenceData;
  readonly lag: LagData | null;
  readonly fourWays: FourWaysData;
  readonly ghosts: GhostsData | null;
}

const onOwnRedis: Text = {
  ko: '내 Redis에서는 하지 않았어요. 설정을 바꾸거나 서버를 멈춰야 하는 실험이에요.',
  en: 'Not done on your own Redis: it changes settings or stops the server.',
};

const notYetThere: Text = {
  ko: '이 기록을 남긴 버전에는 없던 실험이에요.',
  en: 'The version that kept this record had no such act.',
};

export function fromFormat1(data: unknown): ActsData<TtlData> {
  const { silence, lag, fourWays, ghosts } = data as Format1;
  const skipped: Skipped = { skipped: onOwnRedis };
  const newer: Skipped = { skipped: notYetThere };
  return {
    silence,
    lag: lag ?? skipped,
    churn: newer,
    storm: newer,
    'four-ways': fourWays,
    ghosts: ghosts ?? skipped,
  };
}
