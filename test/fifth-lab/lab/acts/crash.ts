// Keys are stored in a Redis that writes nothing to the disk; it is killed and started again. What is left?
import { redis } from '../../../src/kit/run.ts';
import type { CrashData } from '../data.ts';
import type { PersistContext } from '../settings.ts';

export async function crash({ params, scope }: PersistContext): Promise<CrashData> {
  const server = await scope.start(redis());
  const before = await server.connect('writer');
  for (let key = 1; key <= params.keys; key += 1) await before.set(server.key(`key-${key}`), 'kept?');
  const stored = await before.dbsize();
  await server.kill();
  await server.restart();
  const after = await server.connect('reader');
  return { stored, left: await after.dbsize() };
}
