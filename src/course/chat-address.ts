// Where `chat serve` of this user listens now, for `chat join`.
import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exitCodes, LabError } from '../core/errors.ts';
import { same } from '../core/text.ts';
import { makeFolder, runsFolder, stateAdvice } from './run-store.ts';
import { writeWhole } from './write-whole.ts';

const ownersFile = 0o600;

const file = () => join(dirname(runsFolder()), 'chat.json');

export async function rememberChat(urls: readonly string[]): Promise<void> {
  await makeFolder(dirname(file()));
  await writeWhole(file(), JSON.stringify(urls), ownersFile, stateAdvice);
}

export async function forgetChat(): Promise<void> {
  await rm(file(), { force: true });
}

/** @throws LabError (usage) where nobody serves */
export async function recallChat(): Promise<string[]> {
  try {
    const urls: unknown = JSON.parse(await readFile(file(), 'utf8'));
    if (Array.isArray(urls) && urls.length > 0) return urls.map(String);
  } catch {
    // None, or none that can be read.
  }
  throw new LabError(exitCodes.usage, {
    what: { ko: '이 컴퓨터에 떠 있는 채팅 서버가 없어요.', en: 'No chat server runs on this machine.' },
    why: { ko: 'chat serve가 실행 중이 아니에요.', en: 'There is no `chat serve` at work.' },
    next: same('redis-lab chat serve'),
  });
}
