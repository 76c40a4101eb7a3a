import { type AwayData, away } from './away.ts';
import { type ChannelData, channel } from './channel.ts';
import { type FanOutData, fanOut } from './fan-out.ts';
import type { PubsubContext } from './settings.ts';
import { type SlowData, slow } from './slow.ts';
import { type StreamsData, streams } from './streams.ts';

/** What the five acts found, as it goes into the record. An act that was skipped is null. */
export interface PubsubData {
  readonly channel: ChannelData;
  readonly fanOut: FanOutData;
  readonly away: AwayData;
  /** Null on the learner's own Redis: the act sets a limit on the server. */
  readonly slow: SlowData | null;
  readonly streams: StreamsData;
}

export async function run(context: PubsubContext): Promise<PubsubData> {
  const { emit, services } = context;
  emit({
    kind: 'step',
    id: 'channel',
    title: { ko: '1막  채널: 구독하고, 발행하고, 받기', en: 'Act 1  Channel: subscribe, publish, receive' },
  });
  const channelData = await channel(context);
  emit({
    kind: 'step',
    id: 'fan-out',
    title: { ko: '2막  부채꼴: 구독자가 늘어나면', en: 'Act 2  Fan-out: more and more subscribers' },
  });
  const fanOutData = await fanOut(context);
  await context.predict();
  emit({
    kind: 'step',
    id: 'away',
    title: { ko: '3막  자리 비움: 끊겼다 돌아오면', en: 'Act 3  Away: cut off and back again' },
  });
  const awayData = await away(context);
  emit({
    kind: 'step',
    id: 'slow',
    title: { ko: '4막  느림: 읽지 않는 구독자', en: 'Act 4  Slow: a subscriber that stops reading' },
  });
  const slowData = services.redis.isPrivate ? await slow(context) : null;
  emit({
    kind: 'step',
    id: 'streams',
    title: { ko: '5막  스트림: 같은 일을 Streams로', en: 'Act 5  Streams: the same again, stored' },
  });
  const streamsData = await streams(context);
  return { channel: channelData, fanOut: fanOutData, away: awayData, slow: slowData, streams: streamsData };
}
