import { formatQuantity, type Text } from '../../../src/kit/judge.ts';

/** The warning of an act in which somebody set the server's clock; none where it ran on. */
export function clockJumped(jumpMs: number): Text[] {
  if (jumpMs === 0) return [];
  const by = formatQuantity(Math.abs(jumpMs), 'ms');
  const [ko, en] = jumpMs > 0 ? ['앞으로', 'forward'] : ['뒤로', 'back'];
  return [
    {
      ko: `실험 도중에 누군가 서버의 시계를 ${by} ${ko} 돌렸어요. TTL도 함께 움직였으니 이벤트 지연과 방법 비교는 믿지 마세요. 침묵의 읽기는 서버의 시계로 판정해서 괜찮아요.`,
      en: `Somebody set the server's clock ${by} ${en} during the run, and the TTLs moved with it: do not trust the lags of events or the comparison of ways. The reads of the silent are judged by the server's clock and stand.`,
    },
  ];
}
