// Who may do what: the host by a cookie that a one-time code was changed for, a voter by one that the letters on the
// screen were. Neither stands in a page, nor longer than a minute in an address.
import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** The host may start what the catalogue has; a voter may join and vote. */
export type Role = 'host' | 'voter';

export interface Credentials {
  /** For one opening of the page. */
  newCode(): string;
  /** Whether it was such a code, in its time and for the first time. */
  redeem(code: string): boolean;
  /** Four letters that a person can read aloud: without I, L and O. */
  readonly letters: string;
  /** The header that makes a browser somebody of this role. */
  cookieFor(role: Role, port: number): string;
  /** @param cookies the header as it came */
  has(role: Role, port: number, cookies: string | undefined): boolean;
}

const readable = 'ABCDEFGHJKMNPQRSTUVWXYZ';

/** @param nowMs of a clock that never goes back */
export function openCredentials(nowMs: () => number, codeLivesMs: number): Credentials {
  const codes = new Map<string, number>();
  const secrets: Readonly<Record<Role, string>> = { host: newSecret(), voter: newSecret() };
  return {
    letters: Array.from({ length: 4 }, () => readable[randomInt(readable.length)]).join(''),
    newCode() {
      for (const [code, endsMs] of codes) if (endsMs <= nowMs()) codes.delete(code);
      const code = newSecret();
      codes.set(code, nowMs() + codeLivesMs);
      return code;
    },
    redeem(code) {
      const endsMs = codes.get(code);
      codes.delete(code);
      return endsMs !== undefined && endsMs > nowMs();
    },
    cookieFor: (role, port) => `${nameOf(role, port)}=${secrets[role]}; HttpOnly; SameSite=Strict; Path=/`,
    has(role, port, cookies = '') {
      const name = `${nameOf(role, port)}=`;
      const given = cookies.split(/;\s*/).find((cookie) => cookie.startsWith(name));
      return isSame(given?.slice(name.length) ?? '', secrets[role]);
    },
  };
}

/** Browsers tell cookies apart by host, not by port: two programs on one machine must not share one. */
function nameOf(role: Role, port: number): string {
  return `redis-lab-${role}-${port}`;
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** In a time that tells nothing, whatever the lengths. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
