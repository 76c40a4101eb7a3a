import type { Skipped, Text } from '../../src/kit/judge.ts';
import type { AwayData, ChannelData, FanOutData, PubsubTried, SlowData, StreamsData } from './data.ts';

/** The data of records of format 1. */
interface Format1 {
  readonly channel: ChannelData;
  readonly fanOut: FanOutData;
  readonly away: AwayData;
  readonly slow: SlowData | null;
  readonly streams: StreamsData;
}

const onOwnRedis: Text = {
  ko: '내 Redis에서는 하지 않았어요. 설정을 바꾸거나 서버를 멈춰야 하는 실험이에요.',
  en: 'Not done on your own Redis: it changes settings or stops the server.',
};

export function fromFormat1(data: unknown): PubsubTried {
  const { channel, fanOut, away, slow, streams } = data as Format1;
  const skipped: Skipped = { skipped: onOwnRedis };
  return { channel, 'fan-out': fanOut, away, slow: slow ?? skipped, streams };
}
