// The judge. Nothing is measured here: the data comes in, what it says about the claim goes out.
//
// C20 says "with a 10-minute TTL inactive people drop out of results by themselves". One check answers it, because it is
// one sentence, and it stands or falls with what a *search* sees: does a read ever find somebody after their TTL? What
// people read into "by themselves" besides (an event on time, memory given back, GEO members that go too) is judged by
// the same run and stands in the points: the sentence does not say it, but whoever relies on it should know.
import { formatFigure, formatQuantity, Histogram, judgeOf, ran, type Text } from '../../../src/kit/judge.ts';
import type { FourWaysData, LagData, SilenceData, TtlTried, WayArm, WayId } from '../data.ts';
import type { params } from '../settings.ts';
import { seconds } from '../words.ts';
import { crowdOf } from './largest-crowd.ts';

/** Fewer reads on either side of the TTL's end prove nothing. */
const enoughReads = 500;

/** C20: nobody is read after the end of their TTL, and nobody is missed before it. */
export const dropsOut = judgeOf<TtlTried, typeof params>()(
  ['silence'],
  'held',
  ({ silence, lag, 'four-ways': tried }, { speed }) => {
    const { reads, groups } = silence;
    const fourWays = ran(tried);
    const read = groups.find(({ group }) => group === 'read');
    const allWent = read !== undefined && read.goneAfterReport.count === read.people;
    const stale = reads.seenAfter + staleByKey(fourWays);
    return {
      verdict:
        stale > 0
          ? 'refuted'
          : reads.missedBefore > 0 || !allWent || Math.min(reads.seenBefore, reads.goneAfter) < enoughReads
            ? 'inconclusive' // The yardstick itself is off, or too short.
            : 'held',
      evidence: {
        headline: seenAfterTheEnd(reads, stale),
        points: [
          missedBefore(reads),
          ...outOfSight(silence, speed),
          ...eventsAndMemory(ran(lag)),
          ...geoMembers(fourWays),
        ],
      },
    };
  },
);

/** Stale answers of a key per user. It is judged by our own steady clock, so not when the server's was set meanwhile. */
function staleByKey(fourWays: FourWaysData | null): number {
  if (fourWays?.clockJumpMs !== 0) return 0;
  return wayOf(fourWays.ways, 'key-per-user')?.stale ?? 0;
}

function seenAfterTheEnd({ goneAfter, seenAfter }: SilenceData['reads'], stale: number): Text {
  const reads = formatFigure(goneAfter + seenAfter, 'count');
  return stale === 0
    ? {
        ko: `TTL이 끝난 뒤에 ${reads}번 읽었고, 그 사람이 보인 적은 한 번도 없어요.`,
        en: `None of ${reads} reads after the TTL's end saw the person.`,
      }
    : {
        ko: `TTL이 끝난 뒤에 ${reads}번 읽었는데, 이미 떠난 사람이 ${stale}번 보였어요.`,
        en: `${stale} answers after the TTL's end still showed the person (${reads} reads).`,
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

function outOfSight({ groups }: SilenceData, speed: number): Text[] {
  const gone = groups.find(({ group }) => group === 'read')?.goneAfterReport;
  if (!gone || gone.count === 0) return [];
  const goneMs = Histogram.fromJSON(gone).percentile(50) / 1e6;
  const [took, real] = [formatQuantity(goneMs, 'ms'), seconds(goneMs * speed)];
  return [
    {
      ko: `마지막 보고 뒤 ${took}(실제로는 ${real.ko})에 안 보이게 됐어요.`,
      en: `They were out of sight ${took} after their last report (${real.en} of real time).`,
    },
  ];
}

/** What "by itself" does not include: the event and the memory. */
function eventsAndMemory(lag: LagData | null): Text[] {
  const arm = lag && crowdOf(lag);
  if (!arm) return [];
  const [others, silent, came] = [arm.others, arm.silent, arm.lag.count].map((n) => formatFigure(n, 'count'));
  const after = seconds(arm.observedMs);
  const dead = formatFigure(arm.deadKeys, 'count');
  const bytes = formatFigure(arm.deadBytes, 'bytes');
  return [
    {
      ko: `expired 이벤트는 별개예요. 다른 ${others}명 사이에서 TTL이 끝나고 ${after.ko} 동안 ${silent}명 가운데 ${came}명의 이벤트가 왔어요.`,
      en: `The expired event is another matter: among ${others} others ${came} of ${silent} events came within ${after.en}.`,
    },
    {
      ko: `메모리도 별개예요. 그때까지 죽은 키 ${dead}개(${bytes})가 남아 있었어요.`,
      en: `So is the memory: ${dead} dead keys (${bytes}) were still there.`,
    },
  ];
}

function geoMembers(fourWays: FourWaysData | null): Text[] {
  if (!fourWays) return [];
  const [alone, swept] = [wayOf(fourWays.ways, 'geo'), wayOf(fourWays.ways, 'geo-swept')];
  if (!alone || !swept || alone.named === 0 || swept.named === 0) return [];
  const share = ({ stale, named }: WayArm) => formatFigure((100 * stale) / named, 'percent');
  return [
    {
      ko: `GEO 멤버에는 TTL이 없어요. 응답에 섞인 이미 떠난 사람은 그대로 두면 ${share(alone)}, 워커가 청소하면 ${share(swept)}예요.`,
      en: `A GEO member has no TTL: left alone, ${share(alone)} of its answers named people who had left; with a sweeping worker ${share(swept)}.`,
    },
  ];
}

function wayOf(ways: FourWaysData['ways'], id: WayId): WayArm | null {
  const found = ways.find(({ way }) => way === id);
  return found?.missingCommand === null ? found : null;
}
