import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Strategy } from '../../../labs/sticky/parts/balancing.ts';

const folder = new URL('../../../labs/sticky/parts/strategies/', import.meta.url);

/** Loads the strategy from a copy of its file in which one piece of text is wrong. */
export async function plant(file: string, right: string, wrong: string): Promise<Strategy> {
  const source = readFileSync(new URL(file, folder), 'utf8');
  if (!source.includes(right)) throw new Error(`${file} does not contain ${right}`);
  const elsewhere = source.replace(right, wrong).replaceAll(/'(\.[^']*\.ts)'/g, (_, path: string) => {
    return `'${fileURLToPath(new URL(path, folder))}'`;
  });
  const temp = mkdtempSync(join(tmpdir(), 'sticky-planted-'));
  try {
    writeFileSync(join(temp, file), elsewhere);
    const module: Record<string, Strategy> = await import(join(temp, file));
    const name = file.replace('.ts', '').replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    const create = `create${name[0]?.toUpperCase()}${name.slice(1)}`;
    return module[name] ?? (module[create] as unknown as () => Strategy)();
  } finally {
    rmSync(temp, { recursive: true });
  }
}
