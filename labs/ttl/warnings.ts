// What a reader should know before trusting the figures.
import { formatFigure, formatQuantity, type Text } from '../../src/lab-kit.ts';
import type { TtlData } from './run.ts';
import type { WayArm } from './way-arm.ts';
import { wayWords } from './words.ts';

export function warningsOf({ silence, lag, fourWays, ghosts }: TtlData): Text[] {
  const warnings: Text[] = [];
  if (lag === null || ghosts === null) warnings.push(skippedOnOwn);
  if (silence.eventsRefused !== null) {
    warnings.push({
      ko: `expired 이벤트는 재지 못했어요. 서버가 허락하지 않아요: ${silence.eventsRefused}`,
      en: `The expired events were not measured, the server does not let us: ${silence.eventsRefused}`,
    });
  }
  for (const jumpMs of [silence.clockJumpMs, fourWays.clockJumpMs]) {
    if (jumpMs !== 0) warnings.push(clockJumped(jumpMs));
  }
  for (const arm of fourWays.ways) {
    if (arm.missingCommand === null && arm.missed > 0) warnings.push(missedLiving(arm));
  }
  return warnings;
}

const skippedOnOwn: Text = {
  ko: '--redis로 쓰던 Redis에서 했기 때문에 2막(키 수만 개, hz 바꾸기), 3막의 메모리(빈 서버), 4막(비밀번호를 넘겨받아야 하는 다른 프로세스)은 건너뛰었어요.',
  en: 'Run on your own Redis (--redis): act 2 (tens of thousands of keys, hz changed), the memory column of act 3 (an empty server) and act 4 (another process, which would need your password) were skipped.',
};

function clockJumped(jumpMs: number): Text {
  const by = formatQuantity(Math.abs(jumpMs), 'ms');
  const [ko, en] = jumpMs > 0 ? ['앞으로', 'forward'] : ['뒤로', 'back'];
  return {
    ko: `실험 도중에 누군가 서버의 시계를 ${by} ${ko} 돌렸어요. TTL도 함께 움직였으니 이벤트의 지각과 3막은 믿지 마세요. 1막의 읽기는 서버의 시계로 판정해서 괜찮아요.`,
    en: `Somebody set the server's clock ${by} ${en} during the run, and the TTLs moved with it: do not trust the lags of events or act 3. The reads of act 1 are judged by the server's clock and stand.`,
  };
}

function missedLiving({ way, missed, questions }: WayArm): Text {
  const figures = [formatFigure(missed, 'count'), formatFigure(questions, 'count')];
  return {
    ko: `3막의 "${wayWords[way].ko}" 방법은 질문 ${figures[1]}번에서 살아 있는 가까운 친구를 ${figures[0]}번 빠뜨렸어요. 컴퓨터가 바빠 보고가 늦었을 수 있어요.`,
    en: `In act 3 "${wayWords[way].en}" left out living friends nearby ${figures[0]} times in ${figures[1]} questions. The machine may have been too busy to report in time.`,
  };
}
