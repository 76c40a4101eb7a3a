import { connectRedis } from './redis-client.ts';
import { parseRedisUrl, showAddress } from './redis-url.ts';

/** Keys of runs on the learner's own Redis: of one that runs now, or of one that was killed. */
export interface KeysThere {
  readonly count: number;
  /** What removes them. */
  readonly command: string;
}

const pattern = 'redis-lab:*';

/** @throws LabError when the server cannot be used */
export async function keysOfRuns(url: string): Promise<KeysThere> {
  const address = parseRedisUrl(url);
  const client = await connectRedis(address, 'doctor', {}, null);
  try {
    const found = new Set<string>();
    let cursor = '0';
    do {
      const [next, keys] = await client.scan(cursor, 'MATCH', pattern, 'COUNT', 1_000);
      for (const key of keys) found.add(key);
      cursor = next;
    } while (cursor !== '0');
    return { count: found.size, command: removalOf(showAddress(address), pattern) };
  } finally {
    client.disconnect();
  }
}

/** Key by key (`-n 1`): a cluster refuses a command whose keys are not in one slot. */
export function removalOf(shownUrl: string, keyPattern: string): string {
  const cli = `redis-cli -u ${shownUrl}`;
  return `${cli} --scan --pattern '${keyPattern}' | xargs -n 1 ${cli} UNLINK`;
}
