import { createReadStream } from 'node:fs';
import { exitCodes, LabError } from '../core/errors.ts';
import { systemWords } from '../core/system-words.ts';
import { same, type Text } from '../core/text.ts';

/** Ten times what a run writes; what is larger is none of ours, and a device has no end. */
const mostBytes = 32 * 1024 * 1024;

/**
 * A file of ours, also as PowerShell's `>` and an editor on Windows write it: UTF-16, or with a byte order mark.
 * @throws LabError (usage) when it cannot be read, or is too large
 */
export async function readText(file: string): Promise<string> {
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const part of createReadStream(file)) {
      sizeBytes += part.length;
      if (sizeBytes > mostBytes) break;
      parts.push(part);
    }
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw cannotRead(file, missing ? noSuchFile : systemWords(error), error);
  }
  if (sizeBytes > mostBytes) throw cannotRead(file, tooLarge);
  const bytes = Buffer.concat(parts);
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

const noSuchFile: Text = {
  ko: '그런 파일도, 그런 이름의 실행도 없어요.',
  en: 'There is no such file, and no run of that name.',
};

const tooLarge: Text = {
  ko: `파일이 ${mostBytes / 1024 ** 2} MiB보다 커요. redis-lab의 기록은 이렇게 크지 않아요.`,
  en: `It is larger than ${mostBytes / 1024 ** 2} MiB; no record of redis-lab is.`,
};

/** What a text of JSON holds, where that is an object; null for anything else. */
export function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return value instanceof Object ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

export function cannotRead(file: string, why: Text, cause?: unknown): LabError {
  const what = { ko: `기록을 읽지 못했어요: ${file}`, en: `The record cannot be read: ${file}` };
  return new LabError(exitCodes.usage, { what, why, next: same('redis-lab show last') }, { cause });
}
