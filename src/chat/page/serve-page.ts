// The page of `chat serve` and the tokens of its study group: whoever can reach it may take a name and talk.
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { packageRoot } from '../../package-info.ts';
import { isOwnPage } from '../own-page.ts';
import { cleanName, signToken } from '../token.ts';

const tokenLivesMs = 5 * 60 * 1000;
const nameBytes = 400;

const html = `<!doctype html>
<html lang="ko">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>redis-lab chat</title>
<link rel="stylesheet" href="/page.css">
<p id="state" role="status"></p>
<ol id="log" aria-live="polite"></ol>
<form id="say"><input id="text" autocomplete="off" maxlength="4000" aria-label="message" autofocus></form>
<script type="module" src="/page.js"></script>
</html>
`;
const css = `body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 0 auto; padding: 1rem; }
#log { list-style: none; padding: 0; height: 75vh; overflow: auto; overflow-wrap: anywhere; white-space: pre-wrap; }
.note { color: #666; } .warning { color: #b00; }
#text { width: 100%; font: inherit; padding: .5rem; box-sizing: border-box; }
`;

/** Nothing but what this server sends itself is loaded, run or spoken to, and nobody may frame it. */
const policy = (host: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src 'self' ws://${host}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

export function servePage(secret: string): (request: IncomingMessage, response: ServerResponse) => void {
  const script = readFileSync(join(packageRoot, 'dist', 'chat-page.js'), 'utf8');
  const files = new Map<string, readonly [type: string, text: string]>([
    ['/', ['text/html', html]],
    ['/page.css', ['text/css', css]],
    ['/page.js', ['text/javascript', script]],
  ]);
  return (request, response) => {
    if (!isOwnPage(request.headers)) return void response.writeHead(403).end();
    const { method, headers } = request;
    const path = (request.url ?? '').replace(/\?.*/, '');
    response.setHeader('content-security-policy', policy(headers.host ?? ''));
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('cache-control', 'no-store');
    if (path === '/token' && method === 'POST') return void giveToken(secret, request, response);
    const file = files.get(path);
    if (!file || method !== 'GET') return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': `${file[0]}; charset=utf-8` }).end(file[1]);
  };
}

async function giveToken(secret: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let name = Buffer.alloc(0);
  for await (const chunk of request) {
    name = Buffer.concat([name, chunk]);
    if (name.length > nameBytes) return void response.writeHead(413).end();
  }
  const user = cleanName(name.toString());
  if (!user) response.writeHead(400).end();
  else
    response
      .writeHead(200, { 'content-type': 'text/plain' })
      .end(await signToken(secret, user, tokenLivesMs));
}
