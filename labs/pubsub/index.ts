import { defineLab } from '../../src/kit/run.ts';
import type { PubsubData } from './data.ts';
import { experiments } from './experiments.ts';
import { atOnce } from './judge/at-once.ts';
import { notGuaranteed } from './judge/not-guaranteed.ts';
import { streamsKeep } from './judge/streams-keep.ts';
import { fromFormat1 } from './older.ts';
import { type PubsubParams, params, services } from './settings.ts';
import { awayShown } from './show/away.ts';
import { channelShown } from './show/channel.ts';
import { comparison } from './show/comparison.ts';
import { caveat, discuss, why } from './show/ending.ts';
import { fanOutShown } from './show/fan-out.ts';
import { slowShown } from './show/slow.ts';
import { streamsShown } from './show/streams.ts';
import { trials } from './show/trials.ts';

/** A trial of the largest crowd, on a machine that delivers two thousand messages or 20 MB a second. */
function longestTrialMs({ messages, subscribers, payload }: PubsubParams): number {
  return messages * Math.max(...subscribers) * (0.5 + payload / 20_000);
}

export default defineLab<PubsubData>()({
  id: 'pubsub',
  revision: 3,
  question: {
    ko: '"Pub/Sub은 구독자에게 즉시 전달되지만, 저장하지 않으므로 전송이 보장되지 않는다. 신뢰성이 필요하면 Redis Streams를 쓴다." 정말 그럴까요?',
    en: '"Pub/Sub reaches every subscriber at once, but nothing is stored, so delivery is not guaranteed. For reliable delivery use Redis Streams." Is that so?',
  },
  picture: {
    ko: [
      '                       +--> 구독자 1  듣고 있다',
      '발행자 --> 채널(Redis) +--> 구독자 2  듣고 있다',
      '                       +-x  구독자 3  자리를 비웠다',
    ].join('\n'),
    en: [
      '                      +--> subscriber 1  listens',
      'publisher --> channel +--> subscriber 2  listens',
      '              (Redis) +-x  subscriber 3  is away',
    ].join('\n'),
  },
  actors: {
    publisher: { role: 'client', label: { ko: '발행자', en: 'publisher' } },
    producer: { role: 'client', label: { ko: '생산자', en: 'producer' } },
    redis: { role: 'store', label: { ko: 'Redis', en: 'Redis' } },
    network: { role: 'network', label: { ko: '네트워크', en: 'network' } },
    subscriber: { role: 'client', label: { ko: '구독자', en: 'subscriber' } },
    consumer: { role: 'client', label: { ko: '소비자', en: 'consumer' } },
  },
  arms: { evicting: { ko: 'maxmemory가 있는 서버', en: 'a server with maxmemory' } },
  params,
  services,
  acts: [
    {
      id: 'channel',
      run: async (context) => (await import('./acts/channel.ts')).channel(context),
      ...channelShown,
    },
    {
      id: 'fan-out',
      silentMs: longestTrialMs,
      run: async (context) => (await import('./acts/fan-out.ts')).fanOut(context),
      ...fanOutShown,
    },
    { id: 'away', run: async (context) => (await import('./acts/away.ts')).away(context), ...awayShown },
    {
      id: 'slow',
      needs: ['private-redis'],
      run: async (context) => (await import('./acts/slow.ts')).slow(context),
      ...slowShown,
    },
    {
      id: 'streams',
      run: async (context) => (await import('./acts/streams.ts')).streams(context),
      ...streamsShown,
    },
  ],
  judges: { C10: atOnce, C11: notGuaranteed, C12: streamsKeep },
  comparison,
  trials,
  why,
  caveat,
  discuss,
  older: { predicted: 'away', data: fromFormat1 },
  experiments,
  live: async () => (await import('./live/scene.ts')).scene,
  tryNext: [
    {
      command: 'redis-lab pubsub --quick --subscribers 1,100,400',
      look: {
        ko: '구독자가 한 명 늘 때마다 마지막 도착이 얼마나 늦어지는지, 누가 그 비용을 내는지 보세요.',
        en: 'See what each further subscriber adds to the last arrival, and who pays for it.',
      },
    },
    {
      command: 'redis-lab pubsub --quick --trace',
      look: {
        ko: '실험이 보낸 명령을 redis-cli에 그대로 붙여 넣어 보세요.',
        en: 'Paste the commands of the experiment into redis-cli yourself.',
      },
    },
  ],
});
