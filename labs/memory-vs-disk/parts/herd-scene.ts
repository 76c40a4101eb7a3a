// For the replay: four web servers find the copy gone at the same moment, without anything and with a lock. Nobody
// measures here.
import type { Random } from '../../../src/kit/run.ts';
import type { MemoryContext } from '../settings.ts';
import { type Copies, openHotKey } from './hot-key.ts';

interface Scene {
  readonly copies: Copies;
  readonly keys: { readonly copy: string; readonly lock: string };
  readonly make: () => Promise<string>;
  readonly random: Random;
}

const servers = ['web-1', 'web-2', 'web-3', 'web-4'];
const ttlMs = 60_000;

export async function herdScene({ note }: MemoryContext, scene: Scene): Promise<void> {
  for (const way of ['nothing', 'lock'] as const) {
    await scene.copies.drop(scene.keys.copy);
    let queries = 0;
    await Promise.all(
      servers.map((web) => {
        const command = (command: string, reply: string) =>
          note({ kind: 'command', from: web, to: 'redis', command, reply }, way);
        const copies: Copies = {
          async get(key) {
            const found = await scene.copies.get(key);
            command('GET top', found === null ? '(nil)' : '"…"');
            return found;
          },
          async keep(key, value, forMs) {
            await scene.copies.keep(key, value, forMs);
            command(`SET top … PX ${forMs}`, 'OK');
          },
          async take(key, forMs) {
            const got = await scene.copies.take(key, forMs);
            command(`SET top:lock mine PX ${forMs} NX`, got ? 'OK' : '(nil)');
            return got;
          },
          drop: (key) => scene.copies.drop(key),
        };
        const make = async () => {
          const hop = { msg: `query ${++queries}`, from: web, to: 'postgres' };
          note({ kind: 'send', ...hop }, way);
          const value = await scene.make();
          note({ kind: 'recv', ...hop }, way);
          return value;
        };
        return openHotKey({ ...scene, copies, make, ttlMs, way }).read();
      }),
    );
    note(
      {
        kind: 'mark',
        id: `herd-${way}`,
        text: {
          ko: `서버 ${servers.length}대가 한꺼번에 찾았고, 쿼리는 ${queries}번 갔어요`,
          en: `${servers.length} servers asked at once, and the query ran ${queries} times`,
        },
      },
      way,
    );
  }
}
