import type { Disturbance, Quiet } from '../core/record.ts';
import type { Text } from '../core/text.ts';
import { formatFigure, formatQuantity } from '../report/format.ts';

const kinds = {
  load: { ko: '다른 프로그램이 쓰는 CPU', en: 'CPU that other programs use' },
  steal: { ko: '다른 가상 머신이 가져가는 CPU', en: 'CPU taken by other virtual machines' },
  jitterMs: { ko: '타이머 지연', en: 'lateness of timers' },
} as const satisfies Record<Disturbance['kind'], Text>;

/** One warning when the machine had company. */
export function quietWarning(quiet: Quiet | null): Text[] {
  if (!quiet || quiet.quiet) return [];
  const list = (lang: 'ko' | 'en') =>
    quiet.reasons.map(({ kind, measured }) => `${kinds[kind][lang]} ${figure(kind, measured)}`).join(', ');
  return [
    {
      ko: `컴퓨터가 조용하지 않았어요: ${list('ko')}. 다른 프로그램을 닫고 다시 실행해 보세요.`,
      en: `The machine was not quiet: ${list('en')}. Close other programs and run it again.`,
    },
  ];
}

function figure(kind: Disturbance['kind'], measured: number): string {
  return kind === 'jitterMs' ? formatQuantity(measured, 'ms') : formatFigure(100 * measured, 'percent');
}
