// How the arms of fan-out are called in the tables.
import type { Text } from '../../../src/kit/judge.ts';
import type { FanOutArm } from '../data.ts';
import { listenerOf } from '../judge/fan-out-arms.ts';
import { listenerWords, publisherWords } from '../words.ts';

export function idOf(arm: FanOutArm): string {
  const way = listenerOf(arm) === 'socket' ? 'socket' : arm.publisher;
  return `${way}-${arm.subscribers}`;
}

export function wayOf(arm: FanOutArm): Text {
  return listenerOf(arm) === 'socket' ? listenerWords.socket : publisherWords[arm.publisher];
}

export function nameOf(arm: FanOutArm): Text {
  const way = wayOf(arm);
  const crowd = crowdOf(arm);
  return { ko: `${crowd.ko}(${way.ko})`, en: `${crowd.en} (${way.en})` };
}

export const byWay = { id: 'publisher', title: { ko: '발행자', en: 'publisher' } } as const;
export const bySubscribers = {
  id: 'subscribers',
  title: { ko: '구독자', en: 'subscribers' },
  unit: 'persons',
} as const;

export function crowdOf({ subscribers }: FanOutArm): Text {
  return { ko: `구독자 ${subscribers}명`, en: `${subscribers} subscriber${subscribers === 1 ? '' : 's'}` };
}
