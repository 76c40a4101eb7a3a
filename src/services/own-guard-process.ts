// A process of its own, see own-guard.ts.
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { isGone } from './connection-error.ts';
import type { GuardLine } from './own-guard.ts';
import { removeAllWith } from './redis-cleanup.ts';
import { connectRedis } from './redis-client.ts';
import { type BorrowedSetting, giveBack } from './redis-settings.ts';
import type { RedisAddress } from './redis-url.ts';

const patienceMs = 600_000;
const breathMs = 500;

let place: { readonly address: RedisAddress; readonly prefix: string } | undefined;
let done = false;
const settings = new Map<string, BorrowedSetting>();
for await (const text of createInterface({ input: process.stdin })) {
  const line: GuardLine = JSON.parse(text);
  if (line === 'done') done = true;
  else if ('address' in line) place = line;
  else settings.set(line.setting.name, line.setting);
}
const giveUpMs = performance.now() + patienceMs;
while (place && !done && performance.now() < giveUpMs) {
  try {
    await putBack(place.address, place.prefix);
    done = true;
  } catch (error) {
    done = isGone(error);
    await wait(breathMs);
  }
}

async function putBack(address: RedisAddress, prefix: string): Promise<void> {
  const client = await connectRedis(address, 'guard', {}, null);
  try {
    await removeAllWith(client, prefix);
    for (const setting of settings.values()) await giveBack(client, setting);
  } finally {
    client.disconnect();
  }
}
