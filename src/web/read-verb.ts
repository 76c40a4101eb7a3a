// What a page says, checked: everything else is no verb.
import { cleanName } from '../chat/token.ts';
import type { HostVerb, RunWish, VoterVerb } from './protocol.ts';

type Said = Readonly<Record<string, unknown>>;

/** Null for what is none, or not whole. */
export function readHostVerb(said: Said): HostVerb | null {
  const { verb, run, wish, after, lab, id, phaseId, hands, rung, choice, seconds } = said;
  switch (verb) {
    case 'join':
      return after === undefined ? { verb } : isCount(after) ? { verb, after } : null;
    case 'catalogue':
    case 'stop':
      return { verb };
    case 'open':
      return isName(run) ? { verb, run } : null;
    case 'start':
      return isWish(wish) ? { verb, wish } : null;
    case 'since':
      return isCount(after) ? { verb, after } : null;
    case 'scene':
    case 'group':
      return isName(lab) ? { verb, lab } : null;
    case 'poke':
      return isName(id) ? { verb, id } : null;
    case 'predict':
      return isCount(rung) && (choice === null || isName(choice)) ? { verb, rung, choice } : null;
    case 'next':
      return isCount(phaseId) ? { verb, phaseId } : null;
    case 'close-in':
      return isCount(phaseId) && isCount(seconds) && seconds > 0 && seconds <= mostSeconds
        ? { verb, phaseId, seconds }
        : null;
    case 'hands':
      return isCount(phaseId) && areHands(hands) ? { verb, phaseId, hands } : null;
    default:
      return null;
  }
}

export function readVoterVerb(said: Said): VoterVerb | null {
  const { verb, id, name, phaseId, choice, sure } = said;
  if (verb === 'join' && typeof id === 'string' && /^[\w-]{16,64}$/.test(id)) {
    const shown = nickname(name);
    return { verb, id, ...(shown !== null && { name: shown }) };
  }
  if (verb !== 'vote' || !isCount(phaseId) || !isName(choice)) return null;
  if (sure === undefined) return { verb, phaseId, choice };
  return sure === 1 || sure === 2 || sure === 3 ? { verb, phaseId, choice, sure } : null;
}

const nameLength = 24;

/** As many letters as a reader counts; without what moves a cursor or turns text round. */
function nickname(name: unknown): string | null {
  const letters = new Intl.Segmenter().segment(cleanName(name) ?? '');
  const short = Array.from(letters, ({ segment }) => segment).slice(0, nameLength);
  return short.join('').trim() || null;
}

const mostChoices = 20;
const mostHands = 9_999;
const mostSeconds = 600;

function areHands(hands: unknown): hands is number[] {
  return (
    Array.isArray(hands) &&
    hands.length <= mostChoices &&
    hands.every((count) => isCount(count) && count <= mostHands)
  );
}

function isWish(wish: unknown): wish is RunWish {
  if (!(wish instanceof Object)) return false;
  const { lab, preset, given, acts, predictions } = wish as Said;
  return (
    isName(lab) &&
    (preset === 'quick' || preset === 'default' || preset === 'full') &&
    isRecordOf(given, (value) => value === true || isShort(value)) &&
    (acts === null || (Array.isArray(acts) && acts.length > 0 && acts.every(isName))) &&
    isRecordOf(predictions, isName)
  );
}

/** The name of a lab, of an act, of a choice, or of a run: never a path. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,99}$/.test(value);
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 200;
}

function isRecordOf(value: unknown, fits: (value: unknown) => boolean): boolean {
  return value instanceof Object && !Array.isArray(value) && Object.values(value).every(fits);
}
