// Nobody is served while a server loads its data. The same data from three kinds of files, loaded again and again.
import { type RedisOnDisk, redisOnDisk, until } from '../../../src/kit/run.ts';
import type { RestartArm, RestartData, Source } from '../data.ts';
import { bytesIn } from '../parts/bytes-in.ts';
import { directives } from '../parts/directives.ts';
import type { PersistenceContext } from '../settings.ts';

const starts = 5;
/** An AOF holds every write, a snapshot only what they left. */
const writesPerKey = 3;
const savedWithinMs = 60_000;
const what = { ko: '디스크에 쓰기', en: 'writing to the disk' };

/** One script fills the server without a client in between. Values of 100 characters that do not compress well. */
const fill = `
for round = 1, tonumber(ARGV[2]) do
  for n = 1, tonumber(ARGV[1]) do
    local value = redis.sha1hex(n) .. redis.sha1hex(n .. ':' .. round) .. redis.sha1hex(round)
    redis.call('SET', 'key:' .. n, string.sub(value, 1, 100))
  end
end`;

const configOf: Readonly<Record<Source, Readonly<Record<string, string>>>> = {
  rdb: directives.none,
  aof: { ...directives['aof-everysec'], 'auto-aof-rewrite-percentage': '0' },
  'aof-rewritten': { ...directives['aof-everysec'], 'auto-aof-rewrite-percentage': '0' },
};

export async function restart(context: PersistenceContext): Promise<RestartData> {
  const arms: RestartArm[] = [];
  const sizes = [...new Set(context.params.keys)].sort((a, b) => a - b);
  const of = sizes.length * (starts + 1);
  let done = 0;
  const progress = () =>
    context.emit({ kind: 'progress', done: ++done, of, unit: { ko: '시작', en: 'starts' } });
  for (const keys of sizes) {
    const prepared = await Promise.all(
      (Object.keys(configOf) as Source[]).map((source) => prepare(context, source, keys)),
    );
    progress();
    const loadMs = prepared.map((): number[] => []);
    for (let start = 0; start < starts; start++) {
      // Turn about: one after the other, so that they do not share a core.
      for (const [index, { server }] of prepared.entries()) loadMs[index]?.push(await loadingOf(server));
      progress();
    }
    arms.push(
      ...prepared.map(({ server: _, ...figures }, index) => ({ ...figures, loadMs: loadMs[index] ?? [] })),
    );
    for (const { server } of prepared) await server.kill();
  }
  return { writesPerKey, arms };
}

async function prepare({ scope, signal }: PersistenceContext, source: Source, keys: number) {
  const server = await scope.start(redisOnDisk(configOf[source], undefined, `redis-load-${source}`));
  const client = await server.connect('writer', { untraced: true });
  await client.eval(fill, 0, keys, writesPerKey);
  let forkUs: number | null = null;
  if (source !== 'aof') {
    const [start, running] =
      source === 'rdb' ? ['BGSAVE', 'rdb_bgsave_in_progress'] : ['BGREWRITEAOF', 'aof_rewrite_in_progress'];
    const infoOf = async (section: string, field: string) =>
      Number(new RegExp(`^${field}:(\\d+)`, 'm').exec(await client.info(section))?.[1]);
    await client.call(start);
    await until(async () => (await infoOf('persistence', running)) === 0, {
      signal,
      what,
      withinMs: savedWithinMs,
    });
    forkUs = await infoOf('stats', 'latest_fork_usec');
  }
  return { server, source, keys, bytes: await bytesIn(server.folder), forkUs };
}

/** Until it had everything in memory again, by its own log: `DB loaded from …: 0.123 seconds`. */
async function loadingOf(server: RedisOnDisk): Promise<number> {
  await server.kill();
  await server.restart();
  const said = [
    ...(await server.log()).matchAll(/DB loaded from (?:disk|append only file): ([\d.]+) seconds/g),
  ];
  return Number(said.at(-1)?.[1]) * 1000;
}
