import type { Redis } from 'ioredis';
import { messageOf } from '../core/errors.ts';

/** What could not be removed, and what the server said to that. */
export interface KeysLeft {
  readonly keys: readonly string[];
  readonly reason: string;
}

const batch = 1_000;
const answerWithinMs = 3_000;

/**
 * Removes keys, each by a command of its own: one that names several is refused whole in a cluster. DEL where UNLINK is
 * not there or not allowed. A command of ours that was still on its way may make a key again, so it goes on until
 * nothing more is found.
 * @throws when the connection is lost or silent
 */
export async function removeKeys(client: Redis, keys: readonly string[]): Promise<KeysLeft | null> {
  let left: KeysLeft | null = null;
  for (let removed = 1; removed > 0; ) {
    removed = 0;
    const refused = new Map<string, string>();
    for (let from = 0; from < keys.length; from += batch) {
      const some = keys.slice(from, from + batch);
      const unlinked = await removeBy(client, 'unlink', some);
      const deleted = await removeBy(client, 'del', [...unlinked.refused.keys()]);
      removed += unlinked.removed + deleted.removed;
      for (const key of await thereOf(client, [...deleted.refused.keys()]))
        refused.set(key, `${unlinked.refused.get(key)}; ${deleted.refused.get(key)}`);
    }
    const [first] = refused.values();
    left = first === undefined ? null : { keys: [...refused.keys()], reason: first };
  }
  return left;
}

/** All keys with that beginning at this server. A user who may not SCAN (ACL) leaves them to their TTL. */
export async function removeAllWith(client: Redis, start: string): Promise<KeysLeft | null> {
  const found = new Set<string>();
  let cursor = '0';
  do {
    const [next, keys] = await client
      .scan(cursor, 'MATCH', `${start}*`, 'COUNT', 1_000)
      .catch((error): [string, string[]] => {
        if (error.name === 'ReplyError') return ['0', []];
        throw error;
      });
    for (const key of keys) found.add(key);
    cursor = next;
  } while (cursor !== '0');
  return await removeKeys(client, [...found]);
}

/** Those that exist; also those of which the server does not tell. A key that was named need not have been made. */
async function thereOf(client: Redis, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  const replies = await inTime(client.pipeline(keys.map((key) => ['exists', key])).exec());
  return keys.filter((_, index) => replies?.[index]?.[1] !== 0);
}

async function removeBy(client: Redis, command: 'unlink' | 'del', keys: readonly string[]) {
  const refused = new Map<string, string>();
  let removed = 0;
  if (keys.length === 0) return { removed, refused };
  const replies = await inTime(client.pipeline(keys.map((key) => [command, key])).exec());
  for (const [index, [error, count]] of (replies ?? []).entries()) {
    if (error) refused.set(keys[index] as string, messageOf(error));
    else removed += Number(count);
  }
  return { removed, refused };
}

/** @throws when there is no answer within 3 s: who cleans up must not wait for ever */
export async function inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  let late: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error(`no answer for ${answerWithinMs / 1e3} s`)), answerWithinMs);
  });
  return await Promise.race([answer, silence]).finally(() => clearTimeout(late));
}
