import { type FourWaysData, fourWays } from './four-ways.ts';
import { type GhostsData, ghosts } from './ghosts.ts';
import { type LagData, lag } from './lag.ts';
import { type Scale, scaleOf } from './scale.ts';
import type { TtlContext } from './settings.ts';
import { type SilenceData, silence } from './silence.ts';

/** What the four acts found, as it goes into the record. An act that was skipped is null. */
export interface TtlData {
  readonly scale: Scale;
  readonly silence: SilenceData;
  readonly lag: LagData;
  readonly fourWays: FourWaysData;
  readonly ghosts: GhostsData | null;
}

export async function run(context: TtlContext): Promise<TtlData> {
  const { emit, services } = context;
  const scale = scaleOf(context.params);
  emit({
    kind: 'step',
    id: 'silence',
    title: { ko: '1막  침묵: 위치를 알리다가 조용해지면', en: 'Act 1  Silence: reports, and then none' },
  });
  const silenceData = await silence(context);
  // The second act answers the prediction; on the learner's own Redis it is skipped.
  if (services.redis.isPrivate) await context.predict();
  emit({
    kind: 'step',
    id: 'lag',
    title: { ko: '2막  지각: expired 이벤트는 언제 오나', en: 'Act 2  Late: when the expired event comes' },
  });
  const lagData = await lag(context);
  emit({
    kind: 'step',
    id: 'four-ways',
    title: { ko: '3막  네 가지 방법: 누가 활동 중인가', en: 'Act 3  Four ways to know who is active' },
  });
  const fourWaysData = await fourWays(context);
  emit({
    kind: 'step',
    id: 'ghosts',
    title: { ko: '4막  유령: 서버가 말없이 죽으면', en: 'Act 4  Ghosts: a server dies without a word' },
  });
  const ghostsData = await ghosts(context);
  return { scale, silence: silenceData, lag: lagData, fourWays: fourWaysData, ghosts: ghostsData };
}
