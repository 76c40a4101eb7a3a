// C01: one factor for everything. It is put to each cell: kinds of work, rivals, one caller and many, cold and warm.
import { formatFigure, judgeOf, ran, type Text, type Verdict } from '../../../src/kit/judge.ts';
import type { KindsData, MemoryTried } from '../data.ts';
import { allCells, armOf, type CellFound, cellOf, coldCell, ratioOf } from '../parts/cells.ts';
import type { params } from '../settings.ts';
import { ratioText } from '../words.ts';

export const tensOfTimes = judgeOf<MemoryTried, typeof params>()(['kinds'], 'refuted', (data) => {
  const cells = allCells(data);
  const count = (verdict: Verdict) => cells.filter((cell) => cell.verdict === verdict).length;
  const [held, below, open] = [count('held'), count('refuted'), count('inconclusive')];
  return {
    verdict: verdictFor(cells),
    evidence: {
      headline: {
        ko: `비교 ${cells.length}개: 10배 이상 ${held}개, 10배 미만 ${below}개, 알 수 없음 ${open}개.`,
        en: `Of ${cells.length} comparisons ${held} show 10 × or more, ${below} less, ${open} cannot tell.`,
      },
      points: [
        ...reads(data.kinds),
        ...durableWrite(data.kinds),
        ...coldRead(data),
        ...together(data.kinds),
      ].slice(0, 4),
    },
  };
});

/** The sentence knows no exception: one cell that is below speaks against it. */
function verdictFor(cells: readonly CellFound[]): Verdict {
  if (cells.some(({ verdict }) => verdict === 'refuted')) return 'refuted';
  return cells.length > 0 && cells.every(({ verdict }) => verdict === 'held') ? 'held' : 'inconclusive';
}

function reads(data: KindsData): Text[] {
  const [postgres, sqlite] = [cellOf(data, 'postgres-on', 'get', 1), cellOf(data, 'sqlite-full', 'get', 1)];
  const told = [
    ...(postgres ? [{ name: 'PostgreSQL', text: ratioText(postgres.ratio) }] : []),
    ...(sqlite ? [{ name: 'SQLite', text: ratioText(sqlite.ratio) }] : []),
  ];
  if (told.length === 0) return [];
  return [
    {
      ko: `읽기(호출자 1명)에서 Redis의 빠름(p50): ${told.map(({ name, text }) => `${name}의 ${text.ko}`).join(', ')}.`,
      en: `A get, one caller: by p50 Redis is ${told.map(({ name, text }) => `${text.en} as fast as ${name}`).join(', ')}.`,
    },
  ];
}

function durableWrite(data: KindsData): Text[] {
  const memory = cellOf(data, 'postgres-on', 'set', 1);
  if (!memory) return [];
  const whole = ratioText(memory.ratio);
  const alike = ratioOf(armOf(data, 'redis-always', 'set', 1), armOf(data, 'postgres-on', 'set', 1));
  const durable = alike && ratioText(alike);
  return [
    {
      ko: `쓰기, 디스크를 기다리는 PostgreSQL과 비교하면 Redis가 ${whole.ko} 빨라요${durable ? `. Redis도 기다리면(AOF always) ${durable.ko}` : ''}.`,
      en: `A set against PostgreSQL that waits for the disk: ${whole.en}${durable ? `; where Redis waits, too (AOF always), ${durable.en}` : ''}.`,
    },
  ];
}

function coldRead(data: MemoryTried): Text[] {
  const cold = ran(data.cold);
  const cell = cold && coldCell(cold, 'postgres');
  if (!cell) return [];
  const told = ratioText(cell.ratio);
  return [
    {
      ko: `PostgreSQL이 메모리에 없는 것을 읽을 때는 Redis가 ${told.ko} 빨라요.`,
      en: `Where PostgreSQL has to read what is not in memory, Redis is ${told.en} faster.`,
    },
  ];
}

function together(data: KindsData): Text[] {
  const paired = ratioOf(armOf(data, 'redis', 'batch', 1), armOf(data, 'redis', 'set', 1));
  if (!paired) return [];
  const times = formatFigure(paired.ratio * data.together);
  return [
    {
      ko: `Redis에 ${data.together}개씩 한꺼번에 쓰면 하나씩 쓸 때의 ${times}배를 써요.`,
      en: `Redis itself writes ${times} × as many keys in batches of ${data.together} as one by one.`,
    },
  ];
}
