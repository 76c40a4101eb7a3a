// What a user costs in memory, each way, on a server that holds nothing else.
import { type RedisServer, redis, until } from '../../../src/kit/run.ts';
import type { TtlContext } from '../settings.ts';
import { infoNumber, send, usedMemory } from './commands.ts';
import { drawPhones } from './neighbourhood.ts';
import type { Phone, WayRecipe } from './ways/way.ts';

const batch = 500;
/** Below 512 fields a hash is packed tightly, which would flatter the ways that keep everybody in one. */
const fewestPhones = 5_000;

/** used_memory per phone that reported. The first one is not counted: it pays for what a server makes once. */
export async function bytesPerUser(
  { params, scope, signal, seed }: TtlContext,
  recipe: WayRecipe,
  ttlMs: number,
  nowMs: number,
): Promise<number> {
  const phones = drawPhones(Math.max(params.users, fewestPhones), seed);
  const server = await scope.start(redis());
  const way = recipe.open(server, ttlMs);
  const report = async (some: readonly Phone[]) => {
    const writer = await server.connect('phones');
    for (let from = 0; from < some.length; from += batch)
      await send(
        writer,
        some.slice(from, from + batch).flatMap((phone) => way.report(phone, nowMs)),
      );
    writer.disconnect();
  };
  await report(phones.slice(0, 1));
  const before = await usedAlone(server, signal);
  await report(phones.slice(1));
  const after = await usedAlone(server, signal);
  await server.kill();
  return (after - before) / (phones.length - 1);
}

/** Once the writer and its buffers are gone. */
async function usedAlone(server: RedisServer, signal: AbortSignal): Promise<number> {
  const admin = await server.connect('admin');
  const what = { ko: '쓰던 연결이 닫히는 것', en: 'the closing of the connection that wrote' };
  const alone = async () => infoNumber(await admin.info('clients'), 'connected_clients') === 1;
  await until(alone, { signal, what, withinMs: 5_000 });
  const bytes = await usedMemory(admin);
  admin.disconnect();
  return bytes;
}
