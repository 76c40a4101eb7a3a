// The judge. Nothing is measured here: the data comes in, what it says about each claim goes out.
import type { Check, Findings, Text } from '../../src/lab-kit.ts';
import { blocksOf } from './blocks.ts';
import { judgeInThePath, judgeOpenConnections, judgeSameServer, judgeSessionStore } from './judge.ts';
import { interpretProof } from './judge-proof.ts';
import { movedPercent, resultOf } from './model-blocks.ts';
import type { ActsData, StickyData } from './run.ts';
import type { StickyParams } from './settings.ts';

export function interpret(data: StickyData, params: StickyParams): Findings {
  return 'proof' in data ? interpretProof(data) : interpretActs(data, params);
}

function interpretActs(data: ActsData, params: StickyParams): Findings {
  const checks: Check[] = [
    judgeSessionStore(data),
    judgeOpenConnections(data),
    judgeSameServer(data.model),
    judgeInThePath(data),
  ];
  const [c04, ...others] = checks.map(({ verdict }) => verdict);
  const asTaught = c04 === 'held' && others.every((verdict) => verdict === 'refuted');
  return {
    checks,
    blocks: blocksOf(data, params.matrix),
    warnings: data.missing.map(skipped),
    answer: answerOf(data),
    why: asTaught || data.missing.length > 0 ? why : unexpected,
    caveat,
  };
}

/** The prediction: what ip_hash does when the third server gets a fourth beside it. */
function answerOf({ model }: ActsData): string | null {
  const moved = movedPercent(resultOf(model, 'scale-out-3-4', 'nginx-ip-hash'));
  if (moved < 5) return 'nobody';
  if (moved > 15 && moved < 40) return 'a-quarter';
  return moved > 60 ? 'three-quarters' : null;
}

function skipped(balancer: 'nginx' | 'HAProxy'): Text {
  const parts =
    balancer === 'nginx'
      ? { ko: '3막, 5막과 4막의 nginx 줄', en: 'acts 3 and 5 and the nginx rows of act 4' }
      : { ko: '4막의 HAProxy 줄', en: 'the HAProxy rows of act 4' };
  return {
    ko: `${balancer} 프로그램이 없어서 건너뛰었어요: ${parts.ko}. --install을 붙이면 설치하고 실행해요.`,
    en: `${balancer} is missing, so this was skipped: ${parts.en}. With --install it is installed first.`,
  };
}

const why: Text = {
  ko: '로드밸런서는 요청마다 서버를 고르는데, WebSocket은 끝나지 않는 요청 하나라서 한 번 고르면 그대로예요. ip_hash는 사용자가 아니라 주소로 고르고, 나머지 연산의 나누는 수가 서버 수라서 한 대만 바뀌어도 거의 모두의 답이 달라져요. 쿠키는 고른 결과를 클라이언트가 들고 있게 하고, Redis는 어느 서버로 가든 같은 세션을 읽게 해요.',
  en: 'A balancer picks a server for each request, and a WebSocket is one request that never ends: it is picked once. ip_hash goes by the address, not by the user, and divides by the number of servers, so that one server more or less changes nearly everybody’s remainder. A cookie lets the client carry the choice; Redis makes the choice matter less, because every server reads the same session.',
};

const unexpected: Text = {
  ko: '이번 측정은 교과서와 다르거나, 판단하기에 모자랐어요. 위의 표에서 어느 칸이 다른지 먼저 찾아보세요. 클라이언트 수를 줄였다면 --clients를 늘려 다시 실행해 보세요.',
  en: 'This run did not come out as the textbook has it, or was too short to tell. Find the cell in the tables above that differs. If you turned the number of clients down, run it again with more --clients.',
};

const caveat: Text = {
  ko: '1막은 모형이에요. 시간이 없고, 로드밸런서는 한 프로세스(nginx의 worker 하나)예요. AWS ALB는 집에서 띄울 수 없어서 문서의 규칙만 옮겼어요. 3막부터는 진짜지만 서버, 로드밸런서, 클라이언트가 모두 이 컴퓨터에 있어요.',
  en: 'Act 1 is a model: it has no time, and a balancer is one process (one nginx worker). Nobody can start an AWS ALB at home; its rules are those of the documentation. From act 3 on everything is real, but servers, balancer and clients are all on this machine.',
};
