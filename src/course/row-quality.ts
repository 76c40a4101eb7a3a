// How far the rows of a lab's tables can be trusted, said in the same words in every lab.
import { clientBoundFrom, type RowQuality } from '../core/act.ts';
import type { Text } from '../core/text.ts';
import type { Block } from '../report/blocks.ts';
import { formatFigure } from '../report/format.ts';

const heavyHarnessFrom = 0.1;
const littleTolerance = 0.05;

const clientBoundNote: Text = {
  ko: '별표(*)가 붙은 줄에서는 서버보다 클라이언트(Node)가 먼저 한계에 닿았어요.',
  en: 'In rows with a star (*) the client, Node, was at its limit before the server was.',
};

/** Marks the rows in which the client was the limit, and says once what the mark means. */
export function markClientBound(blocks: readonly Block[], qualities: readonly RowQuality[]): Block[] {
  const bound = new Set(
    qualities.filter(({ clientBusyShare = 0 }) => clientBusyShare > clientBoundFrom).map(({ row }) => row),
  );
  let said = false;
  return blocks.map((block) => {
    if (block.kind !== 'table' || !block.rows.some(({ id }) => bound.has(id))) return block;
    const notes = said ? block.notes : [...(block.notes ?? []), clientBoundNote];
    said = true;
    const rows = block.rows.map((row) => (bound.has(row.id) ? { ...row, clientBound: true as const } : row));
    return { ...block, rows, ...(notes ? { notes } : {}) };
  });
}

export function qualityWarnings(qualities: readonly RowQuality[]): Text[] {
  return [...failures(qualities), ...unsound(qualities), ...heavy(qualities)];
}

function failures(qualities: readonly RowQuality[]): Text[] {
  return qualities.flatMap(({ name, failed }) => {
    if (!failed || failed.trials === 0) return [];
    const { trials, of, reason } = failed;
    return trials === of
      ? [
          {
            ko: `${name.ko}: 측정하지 못해서 결과에서 뺐어요(${reason}).${tooManyClients(reason).ko}`,
            en: `${name.en}: could not be measured and was left out (${reason}).${tooManyClients(reason).en}`,
          },
        ]
      : [
          {
            ko: `${name.ko}: 시행 ${of}번 가운데 ${trials}번이 실패해서 결과에서 뺐어요(${reason}).`,
            en: `${name.en}: ${trials} of ${of} trials failed and were left out (${reason}).`,
          },
        ];
  });
}

function tooManyClients(reason: string): Text {
  // A refused client often sees only that the connection is gone: its greeting crossed the server's words.
  return /max number of clients|too many clients|EPIPE|ECONNRESET|closed/i.test(reason)
    ? {
        ko: ' 서버의 연결 한도를 넘으면 이렇게 돼요. 동시 연결 수를 줄이거나 서버의 maxclients(max_connections)를 늘려 주세요.',
        en: ' So it looks when a server takes no more clients: use fewer connections, or raise its maxclients (max_connections).',
      }
    : { ko: '', en: '' };
}

/** The worst row is named; the tables show the others. */
function unsound(qualities: readonly RowQuality[]): Text[] {
  const off = ({ littleDeviation = 0 }: RowQuality) => Math.abs(littleDeviation);
  const rows = qualities.filter((row) => off(row) > littleTolerance).sort((a, b) => off(b) - off(a));
  const [worst] = rows;
  if (!worst) return [];
  const by = formatFigure(100 * (worst.littleDeviation ?? 0), 'percent');
  return [
    {
      ko: `Little의 법칙에서 5% 넘게 벗어난 줄이 ${rows.length}개 있어요. 시행이 너무 짧았거나 컴퓨터가 바빴어요. 가장 많이 벗어난 줄(${worst.name.ko})은 ${by} 벗어났어요.`,
      en: `Rows more than 5% off Little's law: ${rows.length}. The trials were too short or the machine was busy. The worst is ${by}: ${worst.name.en}.`,
    },
  ];
}

function heavy(qualities: readonly RowQuality[]): Text[] {
  return qualities
    .filter(({ harnessShare = 0 }) => harnessShare > heavyHarnessFrom)
    .map(({ name, harnessShare = 0 }) => {
      const share = formatFigure(100 * harnessShare, 'percent');
      return {
        ko: `${name.ko}: 측정 도구 자신이 시간의 ${share}를 썼어요. 실제 서버는 이보다 빨라요.`,
        en: `${name.en}: the harness itself took ${share} of the time; the server is faster than this.`,
      };
    });
}
