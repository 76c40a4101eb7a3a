// What a reader sees of the stall and of what goes wrong.
import {
  type Block,
  formatFigure,
  formatQuantity,
  Histogram,
  type HistogramJson,
  same,
  type TableBlock,
  type Text,
} from '../../src/lab-kit.ts';
import type { FailuresData } from './failures.ts';
import type { RedisData } from './run.ts';
import type { StallData } from './stall.ts';
import type { TimeWait } from './time-wait.ts';

export function accidentBlocks({ stall, failures, timeWait }: RedisData): Block[] {
  return [...(stall ? [stallTable(stall)] : []), accidentTable(failures, timeWait)];
}

function stallTable({ stallMs, closed, open }: StallData): TableBlock {
  const rejected = open.rejected.length > 0;
  const row = (loop: Text, from: Text, json: HistogramJson, show = true) => {
    const latency = Histogram.fromJSON(json);
    const ms = (p: number) => {
      const ns = latency.percentileOrNull(p);
      return ns === null || !show ? null : ns / 1e6;
    };
    return [loop, from, ms(50), ms(99), show ? latency.maxNs / 1e6 : null, json.count];
  };
  const openName: Text = {
    ko: `열린 루프, ${formatFigure(open.intendedPerSecond, 'count')}/s`,
    en: `open loop, ${formatFigure(open.intendedPerSecond, 'count')}/s`,
  };
  return {
    kind: 'table',
    title: {
      ko: `3막  서버가 ${formatQuantity(stallMs, 'ms')} 동안 멈췄어요`,
      en: `Act 3  The server stood still for ${formatQuantity(stallMs, 'ms')}`,
    },
    columns: [
      { title: { ko: '루프', en: 'loop' } },
      { title: { ko: '언제부터 쟀나', en: 'counted from' } },
      { title: same('p50'), unit: 'ms' },
      { title: same('p99'), unit: 'ms' },
      { title: { ko: '최대', en: 'max' }, unit: 'ms' },
      { title: { ko: '표본', en: 'samples' }, unit: 'count' },
    ],
    rows: [
      row(
        { ko: '닫힌 루프, 1명', en: 'closed loop, 1 caller' },
        { ko: '보낸 때 (보정 안 됨)', en: 'the send (uncorrected)' },
        closed.latency,
      ),
      row(
        openName,
        { ko: '보낸 때 (보정 안 됨)', en: 'the send (uncorrected)' },
        open.latencyFromSend,
        !rejected,
      ),
      row(
        openName,
        { ko: '보냈어야 할 때 (보정됨)', en: 'the intended start (corrected)' },
        open.latency,
        !rejected,
      ),
    ],
    notes: [
      {
        ko: '닫힌 루프는 멈춘 동안 묻지 않아요. 느린 표본은 하나뿐이라 p99에 나타나지 않아요. 그 사이에 왔을 사람들을 빼먹는 이 착시가 조율된 누락(coordinated omission)이에요.',
        en: 'The closed loop does not ask while the server stands still: one slow sample, and p99 does not see it. Leaving out everybody who would have come meanwhile is called coordinated omission.',
      },
      ...(rejected ? [leftEmpty] : []),
    ],
  };
}

const leftEmpty: Text = {
  ko: '버린(rejected) 줄은 비워 뒀어요. 까닭은 주의할 점에 있어요.',
  en: 'Rejected rows are left empty; the warnings say why.',
};

export function rejection({
  intendedPerSecond,
  achievedPerSecond,
  rejected,
  sendLag,
}: StallData['open']): Text {
  const [wanted, achieved] = [intendedPerSecond, achievedPerSecond].map((rate) =>
    formatQuantity(rate, 'perSecond'),
  );
  const lag = formatQuantity(Histogram.fromJSON(sendLag).percentile(99) / 1e6, 'ms');
  return rejected.includes('rate')
    ? {
        ko: `열린 루프는 버렸어요(rejected). 보내려던 빠르기는 ${wanted}, 이 컴퓨터가 해낸 빠르기는 ${achieved}예요. --rate를 낮춰 보세요.`,
        en: `The open loop is rejected: ${wanted} was wanted, this machine reached ${achieved}. Try a lower --rate.`,
      }
    : {
        ko: `열린 루프는 버렸어요(rejected): 보내는 쪽이 제때 보내지 못했어요(지각 p99 ${lag}). 다른 프로그램을 닫고 다시 해 보세요.`,
        en: `The open loop is rejected: the generator itself was late (send lag p99 ${lag}). Close other programs and run it again.`,
      };
}

function accidentTable(data: FailuresData, timeWait: TimeWait | null): TableBlock {
  return {
    kind: 'table',
    title: { ko: '4막  잘못되는 경우들', en: 'Act 4  What goes wrong' },
    columns: [
      { title: { ko: '무슨 일', en: 'what happens' } },
      { title: { ko: '무엇이 보이나', en: 'what one sees' } },
    ],
    rows: [
      [{ ko: '풀이 바닥남', en: 'pool exhausted' }, exhausted(data.exhausted)],
      [{ ko: '연결이 샘', en: 'connection leaked' }, leaked(data.leaked)],
      [{ ko: '함께 쓰는 연결에서 BLPOP', en: 'BLPOP on the shared connection' }, blocked(data.blocked)],
      [{ ko: '닫은 연결이 남음', en: 'closed ones linger' }, lingering(timeWait)],
    ],
  };
}

function exhausted({ poolSize, waitedMs, error }: FailuresData['exhausted']): Text {
  const waited = formatQuantity(Number(waitedMs.toPrecision(3)), 'ms');
  return {
    ko: `연결 ${poolSize}개를 모두 빌려 간 뒤에 온 사람은 ${waited}를 기다린 끝에 오류를 받아요: ${error}`,
    en: `With all ${poolSize} lent out, the next one waits ${waited} and gets an error: ${error}`,
  };
}

function leaked({ poolSize, throwsEvery, served, error }: FailuresData['leaked']): Text {
  return {
    ko: `${throwsEvery}번에 한 번 실패하는 요청이 연결을 돌려주지 않아요. ${poolSize}개짜리 풀이 ${served}번 만에 말라 버리고, 그다음부터는 모두 이래요: ${error}`,
    en: `One request in ${throwsEvery} throws and does not give its connection back. A pool of ${poolSize} is dry after ${served} requests; from then on: ${error}`,
  };
}

function blocked({ blockMs, behindMs, besideMs }: FailuresData['blocked']): Text {
  const [block, behind, beside] = [blockMs, behindMs, besideMs].map((ms) =>
    formatQuantity(Number(ms.toPrecision(3)), 'ms'),
  );
  return {
    ko: `${block} 동안 기다리는 BLPOP 뒤에 선 GET은 ${behind} 걸렸고, 다른 연결의 GET은 ${beside}였어요. Redis에 풀이 필요한 까닭은 이거예요.`,
    en: `A GET behind a BLPOP that waits ${block} took ${behind}; on another connection ${beside}. This is why pools exist for Redis at all.`,
  };
}

/** How long Linux keeps a closed port: a constant of the kernel (TCP_TIMEWAIT_LEN), not measured. */
const timeWaitSeconds = 60;

function lingering(timeWait: TimeWait | null): Text {
  if (!timeWait)
    return {
      ko: '건너뛰었어요: 이 시스템은 /proc/net/tcp로 세어 볼 수 없어요.',
      en: 'Skipped: this system has no /proc/net/tcp to count them in.',
    };
  const { sockets, firstPort, lastPort } = timeWait;
  const ports = lastPort - firstPort + 1;
  const [count, all, rate] = [sockets, ports, Math.floor(ports / timeWaitSeconds)].map((n) =>
    formatFigure(n, 'count'),
  );
  return {
    ko: `1막이 끝났을 때 서버 쪽으로 TIME_WAIT 소켓이 ${count}개 남아 있었어요. 나갈 수 있는 포트는 ${all}개이고 하나가 ${timeWaitSeconds}초씩 묶이니, 계산으로는 초당 새 연결 ${rate}개가 오래 버틸 수 있는 한계예요(커널이 포트를 다시 쓰게 해 주지 않는다면).`,
    en: `After act 1, ${count} sockets towards the server were in TIME_WAIT. There are ${all} ports to leave from, each held for ${timeWaitSeconds} s: by that sum ${rate} new connections a second is what can be kept up (unless the kernel reuses ports early).`,
  };
}
