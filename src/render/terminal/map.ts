import type { MapBlock, Sighting } from '../../report/blocks.ts';
import { formatFigure } from '../../report/format.ts';
import type { TerminalPage } from '../../report/report.ts';
import { boundsOf, sightings } from '../sightings.ts';
import { sightingWords } from '../words.ts';
import { styleOf } from './style.ts';
import { hang, proseColumns, unbroken } from './text.ts';

/** Told apart without colour. */
const signs: Readonly<Record<Sighting, string>> = { near: '●', far: '○', gone: '!', unseen: '?' };
const me = '@';

const rows = 15;
const widest = 59;
/** A cell is about twice as tall as it is wide. */
const columnsPerRow = 2;
/** Braille has two dots beside each other and four above each other in a cell (Unicode, from U+2800 on). */
const dotBits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;
const blankBraille = 0x2800;
const pointsOfRing = 240;

/** Somebody in the middle, the radius as a ring of dots, and a sign for each of the others; below it which is which. */
export function renderMap({ radiusM, dots }: MapBlock, page: TerminalPage): string {
  const { accent, faint } = styleOf(page);
  const columns = Math.min(widest, page.columns - 4);
  const [east, north] = boundsOf({ radiusM, dots });
  const metresPerRow = Math.max(
    (north.to - north.from) / (rows - 1),
    (columnsPerRow * (east.to - east.from)) / (columns - 1),
  );
  /** In cells, from the left upper corner. */
  const across = (eastM: number) => (columnsPerRow * (eastM - east.from)) / metresPerRow + 0.5;
  const down = (northM: number) => (north.to - northM) / metresPerRow + 0.5;

  const ring = Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
  for (let point = 0; point < pointsOfRing; point += 1) {
    const angle = (2 * Math.PI * point) / pointsOfRing;
    const x = Math.floor(2 * across(radiusM * Math.sin(angle)));
    const y = Math.floor(4 * down(radiusM * Math.cos(angle)));
    const row = ring[Math.floor(y / 4)] as number[];
    row[Math.floor(x / 2)] = (row[Math.floor(x / 2)] ?? 0) | (dotBits[y % 4]?.[x % 2] ?? 0);
  }
  const cells = ring.map((row) =>
    row.map((bits) => (bits === 0 ? ' ' : faint(String.fromCharCode(blankBraille + bits)))),
  );
  const put = (eastM: number, northM: number, sign: string) => {
    const row = cells[Math.floor(down(northM))];
    if (row) row[Math.floor(across(eastM))] = accent(sign);
  };
  // Where two fall into one cell the rarer one is seen.
  for (const [kind] of sightings(dots).sort(([, one], [, other]) => other - one))
    for (const { eastM, northM, seen } of dots) if (seen === kind) put(eastM, northM, signs[seen]);
  put(0, 0, me);

  const counts = sightings(dots).map(([seen, count]) =>
    unbroken(`${signs[seen]} ${sightingWords[seen][page.lang]} ${count}`),
  );
  const mine = { ko: `${me} 나`, en: `${me} me` }[page.lang];
  const scale = { ko: '고리', en: 'ring' }[page.lang];
  const km = unbroken(`${scale} ${formatFigure(radiusM / 1e3)} km`);
  return [
    ...cells.slice(0, Math.floor(down(north.from)) + 1).map((row) => `  ${row.join('')}`.trimEnd()),
    hang('  ', [unbroken(mine), ...counts, km].join('  '), proseColumns(page.columns)),
  ].join('\n');
}
