// C03: with a cache fewer reads reach the database. What the sentence leaves out stands beside it: the moment when the
// copy of a hot key expires, and copies that are older than the row.
import { formatFigure, judgeOf, ran, type Text, type Verdict } from '../../../src/kit/judge.ts';
import type { CacheArm, CacheData, MemoryTried } from '../data.ts';
import { cacheOf, queriesPerRead, queriesPerRound, queriesRatio, wayOf } from '../parts/saved.ts';
import type { params } from '../settings.ts';
import { ratioText } from '../words.ts';

export const takesLoadOff = judgeOf<MemoryTried, typeof params>()(['cache'], 'held', (data) => {
  const sized = (['small', 'middle', 'whole'] as const).flatMap((id) => cacheOf(data.cache, id) ?? []);
  return {
    verdict: verdictFor(data.cache, sized),
    evidence: {
      headline: headlineOf(data.cache, sized),
      points: [...expires(data.cache), ...herd(data), ...older(data)],
    },
  };
});

/** Less than 9 of 10 reads reach the database: so much has to be saved to speak of it. */
const worthIt = 0.9;

function verdictFor(data: CacheData, sized: readonly CacheArm[]): Verdict {
  const none = cacheOf(data, 'none');
  // Without a cache each read is a query; anything else was counted wrong.
  if (!none || queriesPerRead(none) !== 1 || sized.length === 0) return 'inconclusive';
  const ratios = sized.map((arm) => perReadAtMost(arm));
  if (ratios.some((most) => most === null)) return 'inconclusive';
  if (ratios.every((most) => (most as number) < worthIt)) return 'held';
  return ratios.every((most) => (most as number) >= worthIt) ? 'refuted' : 'inconclusive';
}

/** The worst of the rounds; null without one. */
function perReadAtMost({ rounds }: CacheArm): number | null {
  const shares = rounds.flatMap(({ reads, queries }) => (reads > 0 ? [queries / reads] : []));
  return shares.length > 0 ? Math.max(...shares) : null;
}

function headlineOf(data: CacheData, sized: readonly CacheArm[]): Text {
  const [first] = sized;
  const [small, whole] = [first, sized.at(-1)].map((arm) => (arm ? queriesPerRead(arm) : null));
  if (!first || small == null || whole == null)
    return { ko: '캐시가 있을 때를 재지 못했어요.', en: 'No cache was measured.' };
  const [few, most] = [percent(small), percent(whole)];
  const [held, all] = [first.cached ?? Number.NaN, data.posts].map((n) => formatFigure(n, 'count'));
  return {
    ko: `읽기 가운데 DB까지 간 것: 캐시에 글 ${all}개 가운데 ${held}개가 담기면 ${few}, 전부 담기면 ${most}.`,
    en: `Reads that still reach the database: ${few} with ${held} of ${all} posts in the cache, ${most} with all of them.`,
  };
}

const percent = (share: number) => formatFigure(share * 100, 'percent');

function expires(data: CacheData): Text[] {
  const arm = cacheOf(data, 'ttl');
  const share = arm && queriesPerRead(arm);
  if (share == null || !arm) return [];
  return [
    {
      ko: `전부 담아도 TTL이 ${arm.ttlMs} ms면 읽기의 ${percent(share)}가 DB까지 가요.`,
      en: `With a TTL of ${arm.ttlMs} ms ${percent(share)} of the reads still reach it.`,
    },
  ];
}

function herd(data: MemoryTried): Text[] {
  const stampede = ran(data.stampede);
  const [nothing, lock] = stampede ? [wayOf(stampede, 'nothing'), wayOf(stampede, 'lock')] : [];
  if (!nothing || !lock) return [];
  const [many, few] = [queriesPerRound(nothing), queriesPerRound(lock)];
  if (many === null || few === null) return [];
  const ratio = queriesRatio(nothing, lock);
  const told = ratio && ratioText(ratio);
  return [
    {
      ko: `뜨거운 키가 만료되면 같은 쿼리가 한꺼번에 ${nothing.atOnce}개까지 돌아요. 락이 있을 때와 비교하면 쿼리가 ${told?.ko ?? `${formatFigure(many)}개와 ${formatFigure(few)}개`}.`,
      en: `When a hot key expires, up to ${nothing.atOnce} of the same query run at once: ${told ? `${told.en} as many queries` : `${formatFigure(many)} queries against ${formatFigure(few)}`} as with a lock.`,
    },
  ];
}

function older(data: MemoryTried): Text[] {
  const arms = ran(data.stale)?.arms ?? [];
  const find = (id: string) => arms.find(({ coherence }) => coherence === id);
  const [ttl, race] = [find('ttl-only'), find('race')];
  if (!ttl || !race) return [];
  return [
    {
      ko: `쓴 뒤의 읽기 ${ttl.reads}번 가운데 오래된 응답: TTL만 믿으면 ${ttl.stale}번, DEL 뒤에 느린 독자가 있으면 ${race.stale}번.`,
      en: `Of ${ttl.reads} reads after a write, stale: ${ttl.stale} with a TTL only, ${race.stale} with DEL and a slow reader.`,
    },
  ];
}
