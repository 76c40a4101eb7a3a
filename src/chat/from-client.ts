import { type FromClient, isRoom, limits, type Position } from './wire.ts';

/** Reads a frame of a client; null for anything that is none. */
export function readFromClient(text: string): FromClient | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value) || !isRoom(value.room)) return null;
  const { t, room } = value;
  if (t === 'leave') return { t, room };
  if (t === 'join') {
    if (value.at === undefined) return { t, room };
    return isPosition(value.at) ? { t, room, at: value.at } : null;
  }
  if (t === 'say' && isId(value.id) && typeof value.text === 'string') {
    return { t, room, id: value.id, text: clean(value.text) };
  }
  return null;
}

/**
 * Control characters steer terminals, half a surrogate pair is no character: neither goes into a history. What is blank
 * or too long comes out empty.
 */
function clean(text: string): string {
  const said = text.replace(/[^\P{Control}\n]|\p{Surrogate}/gu, '').normalize('NFC');
  return said.trim() === '' || said.length > limits.textLetters ? '' : said;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
export const isId = (id: unknown): id is string => typeof id === 'string' && /^[\w:-]{1,64}$/.test(id);

function isPosition(at: unknown): at is Position {
  return (
    isObject(at) &&
    [at.epoch, at.tag].every((word) => typeof word === 'string' && /^[\w-]{0,16}$/.test(word)) &&
    Number.isSafeInteger(at.o) &&
    Number(at.o) >= 0
  );
}
