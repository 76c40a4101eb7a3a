// Several clients add to one counter at the same time, once with GET and SET, once with INCR. It touches the world and
// returns what it found; it prints nothing and judges nothing. What it opens ends with the act.
import type { Redis } from '../../../src/kit/run.ts';
import type { CountArm, CountData, Way } from '../data.ts';
import type { Context } from '../settings.ts';

export async function count({ params, services: { redis }, note }: Context): Promise<CountData> {
  const names = Array.from({ length: params.clients }, (_, index) => `client-${index + 1}`);
  const clients = await Promise.all(names.map((name) => redis.connect(name)));
  const arms: CountArm[] = [];
  for (const way of ['get-set', 'incr'] as const) {
    const key = redis.key(way);
    await Promise.all(clients.map((client) => addMany(client, key, way, params.times)));
    const counted = Number(await clients[0]?.get(key));
    // For `redis-lab replay`: what went where, and what came back.
    note({ kind: 'command', from: 'client', to: 'redis', command: `GET ${way}`, reply: `${counted}` }, way);
    arms.push({ way, added: params.clients * params.times, counted });
  }
  return { arms };
}

async function addMany(client: Redis, key: string, way: Way, times: number): Promise<void> {
  for (let done = 0; done < times; done += 1) {
    if (way === 'incr') await client.incr(key);
    else await client.set(key, Number(await client.get(key)) + 1);
  }
}
