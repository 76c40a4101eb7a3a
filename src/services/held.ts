// How a learner gets at a private server by hand, while a run is held.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HeldServer } from '../core/service.ts';
import { shellWord } from '../core/shell-word.ts';
import type { Redis } from './redis-client.ts';
import type { connectionsOf } from './redis-connections.ts';

/** A file for the shell to read, which only its owner may: what is typed, and what `ps` shows, holds no secret. */
export async function writeLogin(folder: string, secrets: Readonly<Record<string, string>>): Promise<string> {
  const file = join(folder, 'login');
  const lines = Object.entries(secrets).map(([variable, secret]) => `export ${variable}=${secret}\n`);
  await writeFile(file, lines.join(''), { mode: 0o600 });
  return `. ${shellWord(file)}`;
}

/** One connection for all questions; after the server was dead it is made anew. */
export function askerOf({ connect }: Pick<ReturnType<typeof connectionsOf>, 'connect'>) {
  let client: Redis | null = null;
  const ask: NonNullable<HeldServer['ask']> = async ([command = '', ...words]) => {
    if (client?.status !== 'ready') client = await connect('redis-lab', { untraced: true });
    return await client.call(command, ...words);
  };
  return ask;
}
