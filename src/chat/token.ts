// Who somebody is: a JSON Web Token (RFC 7519), signed with HMAC-SHA-256 by whoever let them log in.
import { jwtVerify, SignJWT } from 'jose';

export interface Identity {
  readonly user: string;
  readonly expiresMs: number;
}

const audience = 'redis-lab.chat';
/** Seconds by which the clocks of two machines may differ. */
const clockTolerance = 2;

export function signToken(secret: string, user: string, livesMs: number): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(user)
    .setAudience(audience)
    .setExpirationTime(new Date(Math.ceil(performance.timeOrigin + performance.now() + livesMs)))
    .sign(new TextEncoder().encode(secret));
}

/** @returns null for a token that is forged, expired, of another algorithm (`none`!), or none at all */
export type TokenReader = (token: string) => Promise<Identity | null>;

/** The key is made once: to make it anew for each token costs more than to check one. */
export async function tokenReader(secret: string): Promise<TokenReader> {
  const bytes = new TextEncoder().encode(secret);
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'verify',
  ]);
  const demands = { algorithms: ['HS256'], audience, clockTolerance, requiredClaims: ['sub', 'exp'] };
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, key, demands);
      const user = cleanName(payload.sub);
      return user && payload.exp !== undefined ? { user, expiresMs: payload.exp * 1000 } : null;
    } catch {
      return null;
    }
  };
}

/** Marks that turn text round or hide in it; the joiner of emoji and of some scripts is none of them. */
const hidden = /[\p{Control}\p{Surrogate}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
const nameLetters = 40;

/** @returns a name that looks like what it is, or null where nothing of it is left */
export function cleanName(name: unknown): string | null {
  if (typeof name !== 'string' || name.length > 200) return null;
  const clean = name.normalize('NFC').replace(hidden, '').replace(/\s+/gu, ' ').trim();
  return /[\p{L}\p{N}\p{Emoji}]/u.test(clean) && [...clean].length <= nameLetters ? clean : null;
}
