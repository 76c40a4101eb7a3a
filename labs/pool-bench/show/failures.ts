// What goes wrong with pools, and with the lack of one.
import {
  formatFigure,
  formatQuantity,
  type Shown,
  type TableBlock,
  type Text,
} from '../../../src/kit/judge.ts';
import type { FailuresData, TimeWait } from '../data.ts';
import type { params } from '../settings.ts';

export const failuresShown: Shown<FailuresData, typeof params> = {
  title: { ko: '사고', en: 'Accidents' },
  aim: {
    ko: '풀이 바닥나거나 연결을 돌려주지 않으면 무엇이 보이는지 봐요.',
    en: 'What one sees of an empty pool, a leak, a command that blocks.',
  },
  predict: {
    prompt: {
      ko: '연결 4개짜리 풀이 있고, 다섯 번에 한 번 실패하는 요청이 연결을 돌려주지 않아요(finally가 없어요). 요청을 몇 번이나 처리할 수 있을까요?',
      en: 'A pool of 4; one request in five throws and does not give its connection back (there is no finally). How many requests can it serve?',
    },
    choices: [
      {
        id: 'for-ever',
        label: { ko: '계속. 나머지 요청이 돌려주니까요', en: 'Any number: the others give theirs back' },
        misconception: {
          ko: '돌려주지 않은 연결은 돌아오지 않아요. 새는 속도가 느려도 풀은 언젠가 비어요.',
          en: 'A connection that was not returned never comes back. However slowly it leaks, one day the pool is empty.',
        },
      },
      { id: 'twenty', label: { ko: '스무 번쯤', en: 'About twenty' } },
      {
        id: 'four',
        label: { ko: '네 번', en: 'Four' },
        misconception: {
          ko: '성공한 요청은 연결을 돌려줘요. 새는 것은 실패한 요청의 연결뿐이에요.',
          en: 'Requests that succeed give theirs back; only those that fail leak.',
        },
      },
    ],
    answer: ({ leaked: { served, poolSize, error } }) => {
      if (error === null) return 'for-ever';
      return served <= poolSize ? 'four' : served < 40 ? 'twenty' : null;
    },
  },
  headline: ({ leaked: { served, poolSize } }) => ({
    ko: `커넥션 누수: ${poolSize}개짜리 풀이 요청 ${served}번 만에 비었어요`,
    en: `leak: a pool of ${poolSize} was dry after ${served} requests`,
  }),
  show: (data) => [failuresTable(data)],
};

function failuresTable(data: FailuresData): TableBlock {
  return {
    kind: 'table',
    id: 'failures',
    title: { ko: '잘못되는 경우들', en: 'What goes wrong' },
    columns: [
      { id: 'what', title: { ko: '무슨 일', en: 'what happens' } },
      { id: 'seen', title: { ko: '무엇이 보이나', en: 'what one sees' } },
    ],
    rows: [
      { id: 'exhausted', cells: [{ ko: '풀이 바닥남', en: 'pool exhausted' }, exhausted(data.exhausted)] },
      { id: 'leaked', cells: [{ ko: '커넥션 누수', en: 'connection leaked' }, leaked(data.leaked)] },
      {
        id: 'blocked',
        cells: [{ ko: '공유 연결에서 BLPOP', en: 'BLPOP on the shared connection' }, blocked(data.blocked)],
      },
      {
        id: 'time-wait',
        cells: [{ ko: '닫은 연결이 남음', en: 'closed ones linger' }, lingering(data.timeWait)],
      },
    ],
  };
}

function exhausted({ poolSize, waitedMs, error }: FailuresData['exhausted']): Text {
  const waited = formatQuantity(Number(waitedMs.toPrecision(3)), 'ms');
  return {
    ko: `연결 ${poolSize}개를 모두 빌려 간 뒤에 온 사람은 ${waited} 동안 기다린 끝에 오류를 받아요: ${error}`,
    en: `With all ${poolSize} lent out, the next one waits ${waited} and gets an error: ${error}`,
  };
}

function leaked({ poolSize, throwsEvery, served, error }: FailuresData['leaked']): Text {
  return {
    ko: `${throwsEvery}번에 한 번 실패하는 요청이 연결을 돌려주지 않아요. ${poolSize}개짜리 풀이 ${served}번 만에 말라 버리고, 그다음 요청은 오류를 받아요: ${error}`,
    en: `One request in ${throwsEvery} throws and does not give its connection back. A pool of ${poolSize} is dry after ${served} requests; the next one gets: ${error}`,
  };
}

function blocked({ blockMs, behindMs, besideMs }: FailuresData['blocked']): Text {
  const [block, behind, beside] = [blockMs, behindMs, besideMs].map((ms) =>
    formatQuantity(Number(ms.toPrecision(3)), 'ms'),
  );
  return {
    ko: `${block} 동안 기다리는 BLPOP 뒤에 선 GET은 ${behind} 걸렸고, 다른 연결의 GET은 ${beside}였어요.`,
    en: `A GET behind a BLPOP that waits ${block} took ${behind}; on another connection ${beside}.`,
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
  const { sockets, firstPort, lastPort, reuse = null } = timeWait;
  const ports = lastPort - firstPort + 1;
  const [count, all, rate] = [sockets, ports, Math.floor(ports / timeWaitSeconds)].map((n) =>
    formatFigure(n, 'count'),
  );
  const found: Text =
    sockets === 0 ? { ko: '하나도 없었어요', en: 'none' } : { ko: `${count}개 있었어요`, en: `${count}` };
  const sum: Text = {
    ko: `임시 포트(ephemeral port)는 ${all}개이고 하나가 ${timeWaitSeconds}초씩 묶이니(tcp.h의 TCP_TIMEWAIT_LEN), 다른 컴퓨터의 서버 하나에는 초당 새 연결 ${rate}개가 오래 버틸 수 있는 한계예요(계산).`,
    en: `There are ${all} ephemeral ports, each held for ${timeWaitSeconds} s (TCP_TIMEWAIT_LEN of tcp.h): by that sum ${rate} new connections a second to one server on another machine is what can be kept up.`,
  };
  const early = reuse === null ? null : reuseWords[reuse];
  return {
    ko: `다른 사고보다 먼저 세어 보니, 이 컴퓨터에서 서버의 포트로 나간 TIME_WAIT 소켓이 ${found.ko}. ${sum.ko}${early ? ` ${early.ko}` : ''}`,
    en: `Sockets in TIME_WAIT from this machine to the server's port, counted before the other accidents: ${found.en}. ${sum.en}${early ? ` ${early.en}` : ''}`,
  };
}

/** What the kernel's documentation (ip-sysctl) says of the values of tcp_tw_reuse. */
const reuseWords: Readonly<Record<number, Text>> = {
  0: {
    ko: '이 커널은 포트를 미리 다시 쓰지 않아요(tcp_tw_reuse = 0, 문서: ip-sysctl).',
    en: 'This kernel does not take a port again before (tcp_tw_reuse = 0; docs: ip-sysctl).',
  },
  1: {
    ko: '이 커널은 포트를 더 일찍 다시 쓰므로(tcp_tw_reuse = 1, 문서: ip-sysctl) 한계가 그보다 높아요.',
    en: 'This kernel takes a port again earlier (tcp_tw_reuse = 1; docs: ip-sysctl), so the limit is higher.',
  },
  2: {
    ko: '이 커널은 루프백에서만 포트를 더 일찍 다시 써요(tcp_tw_reuse = 2, 문서: ip-sysctl).',
    en: 'This kernel takes a port again earlier on the loopback only (tcp_tw_reuse = 2; docs: ip-sysctl).',
  },
};
