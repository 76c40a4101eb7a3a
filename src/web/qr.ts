import encodeQr from 'qr';
import type { Entrance } from './protocol.ts';

/** As the path of an SVG, a module a unit, with the quiet border around it. */
export function qrPath(text: string): NonNullable<Entrance['qr']> {
  const rows = encodeQr(text, 'raw');
  const dark = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : [])));
  return { size: rows.length, path: dark.join('') };
}

/** For a terminal: two rows in a line, the light ones drawn. */
export function qrText(text: string): string {
  return encodeQr(text, 'ascii');
}
