// The judge. Nothing is measured here: the data comes in, what it says about the claim goes out.
//
// C20 says "with a 10-minute TTL inactive people drop out of results by themselves". It is one sentence and gets one
// check: does a read, or a search over keys with a TTL, ever find somebody after it? Both are judged, so without
// the searches the claim is not tested. Where the answers come from a data type whose members can have no TTL, the
// sentence does not apply: the same run shows what happens there, and the points begin with it.
import { formatFigure, formatQuantity, Histogram, judgeOf, ran, type Text } from '../../../src/kit/judge.ts';
import type { FourWaysData, LagData, SilenceData, TtlTried, WayArm, WayId } from '../data.ts';
import type { params } from '../settings.ts';
import { seconds } from '../words.ts';
import { crowdOf } from './largest-crowd.ts';
import { staleShareOf } from './stale-share.ts';

/** Fewer reads on either side of the TTL's end prove nothing. */
const enoughReads = 500;
/** And so few names found by searches: where TTLs fail, one in ten of them is stale. */
const enoughNames = 100;

/** C20: nobody is read or found after the end of their TTL, and nobody is missed before it. */
export const dropsOut = judgeOf<TtlTried, typeof params>()(
  ['silence', 'four-ways'],
  'held',
  ({ silence, lag, 'four-ways': fourWays }, { speed, ttl }) => {
    const { reads, groups } = silence;
    const read = groups.find(({ group }) => group === 'read');
    const allWent = read !== undefined && read.goneAfterReport.count === read.people;
    const search = searchByKey(fourWays);
    const stale = reads.seenAfter + (search?.stale ?? 0);
    return {
      verdict:
        stale > 0
          ? 'refuted'
          : reads.missedBefore > 0 ||
              !allWent ||
              Math.min(reads.seenBefore, reads.goneAfter) < enoughReads ||
              (search?.named ?? 0) < enoughNames
            ? 'inconclusive' // The yardstick itself is off, or too short.
            : 'held',
      evidence: {
        headline: foundAfterTheEnd(reads, search, stale),
        points: [
          ...geoMembers(fourWays),
          missedBefore(reads),
          ...outOfSight(silence, ttl / speed),
          ...eventsAndMemory(ran(lag)),
        ],
      },
    };
  },
);

/** The searches over a key per user. They are judged by our own steady clock, so not when the server's was set meanwhile. */
function searchByKey({ ways, clockJumpMs }: FourWaysData): WayArm | null {
  return clockJumpMs === 0 ? wayOf(ways, 'key-per-user') : null;
}

function foundAfterTheEnd(
  { goneAfter, seenAfter }: SilenceData['reads'],
  search: WayArm | null,
  stale: number,
): Text {
  const reads = formatFigure(goneAfter + seenAfter, 'count');
  const names = formatFigure(search?.named ?? 0, 'count');
  return stale === 0
    ? {
        ko: `키에 TTL을 붙였더니, 끝난 사람은 한 번도 안 나왔어요(읽기 ${reads}번, 검색된 이름 ${names}개).`,
        en: `With a TTL on the key nobody past it was seen, neither in ${reads} reads nor among ${names} names found.`,
      }
    : {
        ko: `TTL이 끝난 사람이 ${formatFigure(stale, 'count')}번 나왔어요(읽기 ${reads}번, 검색된 이름 ${names}개).`,
        en: `People past their TTL turned up ${formatFigure(stale, 'count')} times (${reads} reads, ${names} names found).`,
      };
}

function missedBefore({ seenBefore, missedBefore: missed }: SilenceData['reads']): Text {
  const reads = formatFigure(seenBefore + missed, 'count');
  return missed === 0
    ? {
        ko: `끝나기 전에는 ${reads}번 읽어서 한 번도 놓치지 않았어요.`,
        en: `None of ${reads} reads before the end missed anybody.`,
      }
    : {
        ko: `끝나기 전의 읽기 ${reads}번 가운데 ${missed}번 놓쳤어요.`,
        en: `${missed} of ${reads} reads before the end missed somebody.`,
      };
}

function outOfSight({ groups }: SilenceData, ttlMs: number): Text[] {
  const gone = groups.find(({ group }) => group === 'read')?.goneAfterReport;
  if (!gone || gone.count === 0) return [];
  const [ttl, beyond] = [ttlMs, Histogram.fromJSON(gone).percentile(50) / 1e6 - ttlMs].map((ms) =>
    formatQuantity(ms, 'ms'),
  );
  return [
    {
      ko: `여기서는 TTL이 ${ttl}이고, 마지막 보고에서 TTL보다 ${beyond} 더 지나 안 보이게 됐어요(p50).`,
      en: `Here the TTL is ${ttl}; they were out of sight ${beyond} later than a TTL after their last report (p50).`,
    },
  ];
}

/** What "by itself" does not include: the event and the memory. */
function eventsAndMemory(lag: LagData | null): Text[] {
  const arm = lag && crowdOf(lag);
  if (!arm) return [];
  const [others, all, came] = [arm.others, arm.lag.count + arm.notYet, arm.lag.count].map((n) =>
    formatFigure(n, 'count'),
  );
  const after = seconds(arm.observedMs);
  const dead = formatFigure(arm.deadKeys, 'count');
  const bytes = formatFigure(arm.deadBytes, 'bytes');
  return [
    {
      ko: `expired 이벤트는 별개예요. 다른 ${others}명 사이에서 TTL이 끝나고 ${after.ko} 동안 ${all}건 가운데 ${came}건이 왔어요.`,
      en: `The expired event is another matter: among ${others} others ${came} of ${all} events came within ${after.en}.`,
    },
    {
      ko: `메모리도 별개예요. 그때까지 죽은 키 ${dead}개(${bytes})가 남아 있었어요.`,
      en: `So is the memory: ${dead} dead keys (${bytes}) were still there.`,
    },
  ];
}

function geoMembers({ ways }: FourWaysData): Text[] {
  const [alone, swept] = [wayOf(ways, 'geo'), wayOf(ways, 'geo-swept')];
  if (!alone || !swept || alone.named === 0 || swept.named === 0) return [];
  const share = (arm: WayArm) => formatFigure(staleShareOf(arm) ?? Number.NaN, 'percent');
  return [
    {
      ko: `GEO 멤버에는 TTL을 붙일 수 없어요. 응답에 섞인 떠난 사람은 그대로 두면 ${share(alone)}, 워커가 청소하면 ${share(swept)}예요.`,
      en: `A member of a GEO set can have no TTL: ${share(alone)} of the answers named people who had left, ${share(swept)} with a sweeping worker.`,
    },
  ];
}

function wayOf(ways: FourWaysData['ways'], id: WayId): WayArm | null {
  const found = ways.find(({ way }) => way === id);
  return found?.missingCommand === null ? found : null;
}
