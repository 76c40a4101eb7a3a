import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-info.ts';
import { marker } from './page-data.ts';
import type { LivePage } from './protocol.ts';

/** What a page that stands by itself may load; the demo's server says so in a header, and may be asked itself. */
const ownPolicy = /<meta http-equiv="Content-Security-Policy"[^>]*>\n?/;

/** The built page, told what it is for. */
export function livePage(live: LivePage): Buffer {
  const template = readFileSync(join(packageRoot, 'dist', 'page.html'), 'utf8');
  const json = JSON.stringify(live).replaceAll('<', '\\u003c');
  const told = `${marker}<script id="live" type="application/json">${json}</script>`;
  return Buffer.from(
    template
      .replace(ownPolicy, '')
      .replace('<html lang="en">', `<html lang="${live.lang}">`)
      .replace(marker, () => told),
  );
}
