// What an HTTP request gets, pure: from a fixed list of paths, and from nowhere else. There is no way to a file.
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Credentials, Role } from './credentials.ts';

/** An address that is listened on, and who may come in by it. */
export interface Door {
  readonly address: string;
  readonly port: number;
  readonly roles: readonly Role[];
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** The page as each role gets it. */
export type Pages = Readonly<Record<Role, Buffer>>;

/** Where a browser asks for a WebSocket, by role. */
export const socketPaths: Readonly<Record<Role, string>> = { host: '/host', voter: '/vote' };

type Request = Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'rawHeaders'>;

/** String equality: whoever reads a Host as an address reads `010.0.0.1` or `localhost6` in a way of their own. */
export function authorityOf({ address, port }: Door): string {
  return `${address}:${port}`;
}

/** The status that refuses a request before anybody looks at its path; null for one that is ours. */
export function refusalOf({ headers, rawHeaders, url = '' }: Request, door: Door): number | null {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  if (hosts.length !== 1) return 400;
  if (headers.host !== authorityOf(door)) return 421;
  return /^\/[\w\-?=/]*$/.test(url) ? null : 400;
}

/** @param data what a page was told to fetch: by its whole path, which nobody can guess */
export function answerTo(
  request: Request,
  door: Door,
  { newPage, pages, data }: { newPage: Credentials; pages: Pages; data: ReadonlyMap<string, Buffer> },
): Answer {
  const refused = refusalOf(request, door);
  if (refused !== null) return { status: refused };
  const { method, url = '', headers } = request;
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, headers: { allow: 'GET, HEAD' } };
  const isHost = door.roles.includes('host') && newPage.has('host', door.port, headers.cookie);
  if (url === `/${newPage.letters}` && door.roles.includes('voter')) {
    const cookie = newPage.cookieFor('voter', door.port);
    return {
      ...html(pages.voter, door),
      headers: { ...html(pages.voter, door).headers, 'set-cookie': cookie },
    };
  }
  if (!door.roles.includes('host'))
    return url === '/' ? { status: 401, ...text(askForLetters) } : { status: 404 };
  const code = /^\/\?code=([\w-]+)$/.exec(url)?.[1];
  if (code !== undefined && method === 'GET' && newPage.redeem(code)) {
    return { status: 303, headers: { location: '/', 'set-cookie': newPage.cookieFor('host', door.port) } };
  }
  if (code !== undefined || (url === '/' && !isHost)) return { status: 401, ...text(askForCode) };
  if (url === '/') return html(pages.host, door);
  const found = isHost ? data.get(url) : undefined;
  return found
    ? { status: 200, headers: { 'content-type': 'application/json' }, body: found }
    : { status: 404 };
}

/** On everything that is sent. */
export const alwaysSent: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

function html(page: Buffer, door: Door): Answer {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policyOf(page.toString(), authorityOf(door)),
  };
  return { status: 200, headers, body: page };
}

/** The page's own scripts and styles by their digests, its own server, and nothing else. */
function policyOf(page: string, authority: string): string {
  const digests = (tag: 'script' | 'style') =>
    [...page.matchAll(new RegExp(`<${tag}\\b[^>]*>([\\s\\S]*?)</${tag}>`, 'g'))]
      .map(([, body = '']) => `'sha256-${createHash('sha256').update(body).digest('base64')}'`)
      .join(' ');
  return [
    "default-src 'none'",
    `script-src ${digests('script') || "'none'"}`,
    `style-src ${digests('style') || "'none'"}`,
    'img-src data:',
    `connect-src 'self' ws://${authority}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function text(body: string): Pick<Answer, 'headers' | 'body'> {
  return { headers: { 'content-type': 'text/plain; charset=utf-8' }, body: Buffer.from(body) };
}

const askForCode = [
  '이 주소는 한 번만, 60초 동안 열려요. redis-lab demo를 실행한 터미널에서 Enter를 누르면 새 주소가 나와요.',
  'This address opens once, within 60 seconds. Press Enter in the terminal of redis-lab demo for a new one.',
  '',
].join('\n');

const askForLetters = [
  '주소 뒤에 화면에 보이는 네 글자를 붙여 주세요. 예: /ABCD',
  'Put the four letters on the screen behind this address, as in /ABCD.',
  '',
].join('\n');
