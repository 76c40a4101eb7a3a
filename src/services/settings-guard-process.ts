// A process of its own, see settings-guard.ts.
import { createInterface } from 'node:readline';
import { connectRedis } from './redis-client.ts';
import { changeSetting } from './redis-connections.ts';
import type { RedisAddress } from './redis-url.ts';
import type { GuardLine } from './settings-guard.ts';

let address: RedisAddress | undefined;
const settings = new Map<string, string>();
for await (const text of createInterface({ input: process.stdin })) {
  const line: GuardLine = JSON.parse(text);
  if (line === 'done') settings.clear();
  else if ('address' in line) address = line.address;
  else settings.set(line.setting, line.value);
}
if (address && settings.size > 0) {
  const client = await connectRedis(address, 'settings-guard', {}, null);
  for (const [setting, value] of settings) await changeSetting(client, setting, () => value);
  client.disconnect();
}
