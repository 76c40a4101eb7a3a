// What a reader must know before believing a figure.
import { formatFigure, formatQuantity, type Quiet, type Text } from '../../src/lab-kit.ts';
import { rejection } from './accident-blocks.ts';
import type { Cell } from './cell.ts';
import { auditOf, harnessShareOf } from './compare.ts';
import type { PoolData } from './run.ts';
import { armName, placeName } from './words.ts';

export function warningsOf(data: PoolData, cells: readonly Cell[]): Text[] {
  const { quiet, redis } = data;
  return [
    ...(quiet.quiet ? [] : [company(quiet)]),
    ...(redis && !redis.stall ? [stallSkipped] : []),
    ...(redis?.stall && redis.stall.open.rejected.length > 0 ? [rejection(redis.stall.open)] : []),
    ...cells.flatMap(failuresIn),
    ...unsound(cells),
    ...heavy(data.harnessNs, cells),
  ];
}

const disturbances = {
  load: { ko: '다른 프로그램이 쓰는 CPU', en: 'CPU that other programs use' },
  steal: { ko: '다른 가상 머신이 가져가는 CPU', en: 'CPU taken by other virtual machines' },
  jitterMs: { ko: '타이머의 지각', en: 'lateness of timers' },
} as const;

function company({ reasons }: Quiet): Text {
  const list = (lang: 'ko' | 'en') =>
    reasons
      .map(({ kind, measured }) => {
        const value =
          kind === 'jitterMs' ? formatQuantity(measured, 'ms') : formatFigure(100 * measured, 'percent');
        return `${disturbances[kind][lang]} ${value}`;
      })
      .join(', ');
  return {
    ko: `컴퓨터가 조용하지 않았어요: ${list('ko')}. 다른 프로그램을 닫고 다시 하면 구간이 좁아져요.`,
    en: `The machine was not quiet: ${list('en')}. Close other programs and the intervals get narrower.`,
  };
}

const stallSkipped: Text = {
  ko: '--redis로 쓰던 Redis에서 했기 때문에 3막은 건너뛰었어요. 서버를 잠깐 멈춰야 하는 실험이에요.',
  en: 'Run on your own Redis (--redis): act 3 was skipped, it stops the server for a moment.',
};

/** Trials that do not count, by reason: they are left out, never averaged in. */
function failuresIn(cell: Cell): Text[] {
  const place = placeName(cell);
  return cell.arms.flatMap((arm) => {
    const [first] = arm.failed;
    if (!first) return [];
    const name = armName(arm);
    const list = arm.failed.length;
    return arm.rounds.length === 0
      ? [
          {
            ko: `${name.ko}, ${place.ko}: 잴 수 없어서 뺐어요(${first.reason}).${refusal(first.reason).ko}`,
            en: `${name.en}, ${place.en}: could not be measured and was left out (${first.reason}).${refusal(first.reason).en}`,
          },
        ]
      : [
          {
            ko: `${name.ko}, ${place.ko}: 시행 ${list}번이 실패해서 결과에서 뺐어요(${first.reason}).`,
            en: `${name.en}, ${place.en}: trials that failed and were left out: ${list} (${first.reason}).`,
          },
        ];
  });
}

function refusal(reason: string): Text {
  // A refused client often sees only that the connection is gone: its greeting crossed the server's words.
  return /max number of clients|too many clients|EPIPE|ECONNRESET|closed/i.test(reason)
    ? {
        ko: ' 서버의 연결 한도에 걸렸을 때 이래요. --concurrency와 --pool을 줄이거나 서버의 maxclients(max_connections)를 늘려 주세요.',
        en: ' So it looks when a server takes no more clients: lower --concurrency and --pool, or raise its maxclients (max_connections).',
      }
    : { ko: '', en: '' };
}

/** The worst row is named; the tables show the others. */
function unsound(cells: readonly Cell[]): Text[] {
  const rows = cells
    .flatMap((cell) =>
      cell.arms.map((arm) => ({ audit: auditOf(cell, arm), name: armName(arm), place: placeName(cell) })),
    )
    .filter(({ audit }) => audit && !audit.ok)
    .sort((a, b) => Math.abs(b.audit?.deviation ?? 0) - Math.abs(a.audit?.deviation ?? 0));
  const [worst] = rows;
  if (!worst) return [];
  const off = formatFigure(100 * (worst.audit?.deviation ?? 0), 'percent');
  return [
    {
      ko: `Little의 법칙에서 5% 넘게 벗어난 줄이 ${rows.length}개 있어요. 시행이 너무 짧았거나 컴퓨터가 바빴어요(--trial을 늘려 보세요). 가장 크게는 ${off}: ${worst.name.ko}, ${worst.place.ko}.`,
      en: `Rows more than 5% off Little's law: ${rows.length}. The trials were too short (try a longer --trial) or the machine was busy. The worst is ${off}: ${worst.name.en}, ${worst.place.en}.`,
    },
  ];
}

const heavyFrom = 0.1;

function heavy(harnessNs: number, cells: readonly Cell[]): Text[] {
  const rows = cells.flatMap((cell) =>
    cell.arms
      .filter((arm) => harnessShareOf(harnessNs, arm) > heavyFrom)
      .map((arm) => ({ name: armName(arm), place: placeName(cell), share: harnessShareOf(harnessNs, arm) })),
  );
  return rows.map(({ name, place, share }) => {
    const percent = formatFigure(100 * share, 'percent');
    return {
      ko: `${name.ko}, ${place.ko}: 측정 도구 자신이 시간의 ${percent}를 썼어요. 서버는 이보다 빨라요.`,
      en: `${name.en}, ${place.en}: the harness itself took ${percent} of the time; the server is faster than this.`,
    };
  });
}
