// Files that were spoiled while the server was down: torn off at the end, as a full disk leaves them, or with a byte
// turned over in the middle, as a bad disk does. What does Redis say, and what does its own tool save?
import { execFile } from 'node:child_process';
import { open, readdir, stat, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram, LabError, type RedisOnDisk, redisOnDisk } from '../../../src/kit/run.ts';
import type { Damage, DamageArm, DamageData } from '../data.ts';
import { directives } from '../parts/directives.ts';
import type { PersistenceContext } from '../settings.ts';

const written = 1_000;
const tornBytes = 20;
const value = 'x'.repeat(100);

const checker = {
  name: 'redis-check-aof',
  binaries: ['redis-check-aof', 'valkey-check-aof'],
  versionArgs: ['--version'],
  packages: { apt: 'redis-tools', dnf: 'redis', pacman: 'valkey', apk: 'redis', brew: 'redis' },
};

const aof = { ...directives['aof-always'], 'aof-load-truncated': 'yes' };
const cases: Readonly<
  Record<Damage, { config: Readonly<Record<string, string>>; spoil(file: string): Promise<void> }>
> = {
  'aof-torn': { config: aof, spoil: tear },
  'aof-torn-strict': { config: { ...aof, 'aof-load-truncated': 'no' }, spoil: tear },
  'aof-flipped': { config: aof, spoil: flip },
  'rdb-torn': { config: directives.none, spoil: tear },
  'rdb-flipped': { config: directives.none, spoil: flip },
};

export async function damage(context: PersistenceContext): Promise<DamageData> {
  return { arms: await Promise.all((Object.keys(cases) as Damage[]).map((one) => spoiled(context, one))) };
}

async function spoiled({ scope }: PersistenceContext, one: Damage): Promise<DamageArm> {
  const { config, spoil } = cases[one];
  const server = await scope.start(redisOnDisk(config, undefined, `redis-${one}`));
  const client = await server.connect('writer', { untraced: true });
  const pipeline = client.pipeline();
  for (let n = 1; n <= written; n++) pipeline.set(`key:${n}`, value);
  await pipeline.exec();
  if (one.startsWith('rdb')) await client.save();
  await server.kill();
  const file = await dataFile(server.folder, one.startsWith('rdb') ? '.rdb' : '.aof');
  await spoil(file);
  const { kept, said } = await tryRestart(server);
  const keptByTool = kept === null && one.startsWith('aof') ? await mend(server, file) : null;
  return { damage: one, written, keptByRestart: kept, said, keptByTool };
}

/** The largest: an AOF of several parts has a nearly empty base. */
async function dataFile(folder: string, ending: string): Promise<string> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(ending));
  const files = await Promise.all(
    names.map(async (name) => ({ file: join(folder, name), size: (await stat(join(folder, name))).size })),
  );
  return files.reduce((a, b) => (a.size >= b.size ? a : b)).file;
}

async function tear(file: string): Promise<void> {
  await truncate(file, (await stat(file)).size - tornBytes);
}

async function flip(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const middle = Math.floor((await handle.stat()).size / 2);
    const bytes = Buffer.alloc(200);
    await handle.read(bytes, 0, bytes.length, middle);
    // The sign that begins a command or an argument, or failing that whatever is there: nothing that a value may hold.
    const at = Math.max(0, bytes.indexOf('*3'));
    await handle.write(Buffer.of((bytes[at] ?? 0) ^ 0xff), 0, 1, middle + at);
  } finally {
    await handle.close();
  }
}

/** What it has after a start, and what it said about its files; null where it would not start. */
async function tryRestart(server: RedisOnDisk): Promise<{ kept: number | null; said: string | null }> {
  try {
    await server.restart();
    return { kept: await (await server.connect('reader')).dbsize(), said: saidIn(await server.log()) };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { kept: null, said: saidIn(await server.log()) };
  }
}

const complaint =
  /bad file format|wrong checksum|crc error|unexpected end|short read|truncated|internal error in rdb/i;

/** The first line of its log that complains, without its time and process. */
function saidIn(log: string): string | null {
  const line = log.split('\n').find((one) => complaint.test(one));
  return line?.replace(/^\d+:\w .*? [#*.-] /, '').slice(0, 160) ?? null;
}

/** `redis-check-aof --fix` cuts the file before the damage; what came after it is lost. */
async function mend(server: RedisOnDisk, file: string): Promise<number | null> {
  const tool = await findProgram(checker);
  if (!tool) return null;
  // It asks "Continue? [y/N]". Its answer is in the file.
  const run = promisify(execFile)(tool.file, ['--fix', file], { cwd: dirname(file) });
  run.child.stdin?.end('y\n');
  await run.catch(() => {});
  const { kept } = await tryRestart(server);
  return kept;
}
