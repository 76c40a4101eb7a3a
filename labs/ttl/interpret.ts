// The judge. Nothing is measured here: the data comes in, what it says about the claim goes out.
//
// C20 says "with a 10-minute TTL inactive people drop out of results by themselves". One check answers it, because it is
// one sentence, and it stands or falls with what a *search* sees: does a read ever find somebody after their TTL? What
// people read into "by themselves" besides (an event on time, memory given back, GEO members that go too) is judged by
// the same run and stands in the evidence: the sentence does not say it, but whoever relies on it should know.
import {
  type Check,
  type Findings,
  formatFigure,
  formatQuantity,
  Histogram,
  type Text,
} from '../../src/lab-kit.ts';
import { blocksOf } from './blocks.ts';
import { shareWithin } from './censored.ts';
import type { LagArm } from './lag.ts';
import type { TtlData } from './run.ts';
import { warningsOf } from './warnings.ts';
import type { WayArm } from './way-arm.ts';
import type { WayId } from './ways/way.ts';
import { seconds } from './words.ts';

/** Fewer reads on either side of the TTL's end prove nothing. */
const enoughReads = 500;

export function interpret(data: TtlData): Findings {
  return {
    checks: [judgeDropsOut(data)],
    blocks: blocksOf(data),
    warnings: warningsOf(data),
    answer: answerOf(data),
    why,
    caveat,
  };
}

/** C20: nobody is read after the end of their TTL, and nobody is missed before it. */
function judgeDropsOut(data: TtlData): Check {
  const { reads, groups } = data.silence;
  const read = groups.find(({ group }) => group === 'read');
  const allWent = read !== undefined && read.goneAfterReport.count === read.people;
  const stale = reads.seenAfter + staleByKey(data);
  const verdict =
    stale > 0
      ? 'refuted'
      : reads.missedBefore > 0 || !allWent || Math.min(reads.seenBefore, reads.goneAfter) < enoughReads
        ? 'inconclusive' // The yardstick itself is off, or too short.
        : 'held';
  const parts = [readsSentence(data, stale), eventsSentence(data), geoSentence(data)];
  return {
    claim: 'C20',
    verdict,
    evidence: { ko: parts.map(({ ko }) => ko).join(''), en: parts.map(({ en }) => en).join('') },
  };
}

/** Stale answers of act 3's keys. It judges by our own steady clock, so not when the server's was set meanwhile. */
function staleByKey({ fourWays }: TtlData): number {
  return fourWays.clockJumpMs === 0 ? (wayOf(fourWays.ways, 'key-per-user')?.stale ?? 0) : 0;
}

function readsSentence({ silence, scale }: TtlData, stale: number): Text {
  const { reads, groups } = silence;
  const after = formatFigure(reads.goneAfter + reads.seenAfter, 'count');
  const before = formatFigure(reads.seenBefore + reads.missedBefore, 'count');
  const gone = groups.find(({ group }) => group === 'read')?.goneAfterReport;
  const goneMs = gone && gone.count > 0 ? Histogram.fromJSON(gone).percentile(50) / 1e6 : null;
  const went: Text =
    goneMs === null
      ? { ko: '', en: '' }
      : {
          ko: ` 마지막 보고 뒤 ${formatQuantity(goneMs, 'ms')}(실제로는 ${seconds(goneMs * scale.speed).ko})에 안 보이게 됐어요.`,
          en: ` They were out of sight ${formatQuantity(goneMs, 'ms')} after their last report (${seconds(goneMs * scale.speed).en} of real time).`,
        };
  return {
    ko: `사람마다 TTL이 있는 키를 두고 읽을 때: TTL이 끝난 뒤의 읽기 ${after}번에서 그 사람이 보인 것은 ${stale}번, 끝나기 전의 읽기 ${before}번에서 놓친 것은 ${reads.missedBefore}번이에요.${went.ko}`,
    en: `Read by a key per user: ${stale} of ${after} reads after the TTL's end saw the person, ${reads.missedBefore} of ${before} reads before it missed them.${went.en}`,
  };
}

/** What "by itself" does not include: the event and the memory. Without the act there is nothing to say. */
function eventsSentence({ lag }: TtlData): Text {
  const arm = lag && crowdOf(lag);
  if (!arm) return { ko: '', en: '' };
  const others = formatFigure(arm.others, 'count');
  const silent = formatFigure(arm.silent, 'count');
  const came = formatFigure(arm.lag.count, 'count');
  const after = seconds(arm.observedMs);
  const dead = formatFigure(arm.deadKeys, 'count');
  const bytes = formatFigure(arm.deadBytes, 'bytes');
  return {
    ko: ` expired 이벤트와 메모리는 별개예요. 다른 ${others}명 사이에서는 TTL이 끝나고 ${after.ko} 동안 ${silent}명 중 ${came}명의 이벤트가 왔고, 죽은 키 ${dead}개(${bytes})가 남아 있었어요.`,
    en: ` The expired event and the memory are another matter: among ${others} others ${came} of ${silent} events came within ${after.en}, and ${dead} dead keys (${bytes}) were still there.`,
  };
}

function geoSentence({ fourWays }: TtlData): Text {
  const [alone, swept] = [wayOf(fourWays.ways, 'geo'), wayOf(fourWays.ways, 'geo-swept')];
  if (!alone || !swept || alone.named === 0 || swept.named === 0) return { ko: '', en: '' };
  const share = ({ stale, named }: WayArm) => formatFigure((100 * stale) / named, 'percent');
  return {
    ko: ` GEO 멤버에는 TTL이 없어요. 답에 섞인 이미 떠난 사람은 그대로 두면 ${share(alone)}, 워커가 청소하면 ${share(swept)}예요.`,
    en: ` A GEO member has no TTL: left alone, ${share(alone)} of its answers named people who had left; with a sweeping worker ${share(swept)}.`,
  };
}

function wayOf(ways: TtlData['fourWays']['ways'], id: WayId): WayArm | null {
  const found = ways.find(({ way }) => way === id);
  return found?.missingCommand === null ? found : null;
}

/** The largest crowd on a server as it comes out of the box. */
function crowdOf(arms: readonly LagArm[]): LagArm | null {
  return arms.filter(({ hz, effort }) => hz === 10 && effort === 1).at(-1) ?? null;
}

/** Which of the prediction's choices the largest crowd bore out; null in between, and where the act was skipped. */
function answerOf({ lag }: TtlData): string | null {
  const arm = lag && crowdOf(lag);
  if (!arm) return null;
  if (arm.seenByRead > 0) return 'still-seen';
  const share = shareWithin(arm, arm.observedMs);
  if (share >= 0.99) return 'all-at-once';
  return share <= 0.5 ? 'reads-only' : null;
}

const why: Text = {
  ko: 'Redis는 키마다 타이머를 두지 않고, 언제 끝나는지만 적어 두어요. 읽을 때는 그 시각을 먼저 보고 지났으면 없다고 대답하기 때문에 읽기는 늘 정확하지만, 아무도 읽지 않는 키는 1초에 hz번 도는 순찰(active expire cycle)이 만나야 지워지고 expired 이벤트도 그때 나가요. TTL은 키에 붙는 것이어서 GEO나 SET의 멤버에는 없고, 그 안에서 사람을 빼는 일은 누군가 직접 해야 해요.',
  en: 'Redis has no timer per key; it only writes down when each one ends. A read looks at that time first and answers "not there" once it has passed, so reads are always exact; a key that nobody reads is removed only when the patrol (the active expire cycle, hz times a second) comes across it, and the expired event is sent then. A TTL belongs to a key: members of a GEO set or a SET have none, and somebody has to take them out.',
};

const caveat: Text = {
  ko: '1막, 3막, 4막은 빠르게 돌린 시간이고 서버와 클라이언트가 한 컴퓨터에 있어요. 2막의 다른 사용자는 지켜보는 동안 가만히 있어서, 읽기와 쓰기가 섞인 실제 서비스와는 지각이 다를 수 있어요. 복제본이나 클러스터는 재지 않았어요. TTL은 서버의 벽시계로 세니까, 서버의 시각을 고치면 만료도 그만큼 움직여요.',
  en: "Acts 1, 3 and 4 run in sped-up time, with server and clients on one computer. The others of act 2 keep still while we watch; in a real service, full of reads and writes, the lag may differ. Replicas and clusters were not measured. A TTL runs on the server's wall clock: set that clock, and the expiry moves with it.",
};
