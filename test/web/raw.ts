import { connect } from 'node:net';
import { WebSocket } from 'ws';

/** What came back, as it came. */
export interface Reply {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Sends bytes as they are, and reads until the other side is done. */
export function send(port: number, bytes: string, address = '127.0.0.1'): Promise<Reply> {
  return new Promise((resolve, reject) => {
    let said = '';
    const socket = connect({ port, host: address }, () => socket.write(bytes, 'latin1'));
    socket.setEncoding('latin1').on('data', (chunk) => {
      said += chunk;
    });
    socket.on('error', (error) => (said === '' ? reject(error) : undefined));
    socket.on('close', () =>
      said === '' ? reject(new Error('closed without a word')) : resolve(read(said)),
    );
  });
}

function read(said: string): Reply {
  const [head = '', ...body] = said.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => line.split(/:\s*(.*)/s).slice(0, 2) as [string, string]);
  return {
    status: Number(first.split(' ')[1]),
    headers: new Map(headers.map(([name, value]) => [name.toLowerCase(), value])),
    body: body.join('\r\n\r\n'),
  };
}

export interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly cookie?: string | undefined;
  /** In place of the right one; null for none. */
  readonly host?: string | null;
  readonly headers?: readonly string[];
}

export function requestText(
  port: number,
  { method = 'GET', path = '/', cookie, host, headers = [] }: Asked,
): string {
  const lines = [
    ...(host === null ? [] : [`Host: ${host ?? `127.0.0.1:${port}`}`]),
    ...(cookie === undefined ? [] : [`Cookie: ${cookie}`]),
    ...headers,
  ];
  const close = headers.some((line) => line.startsWith('Connection')) ? [] : ['Connection: close'];
  return `${[`${method} ${path} HTTP/1.1`, ...lines, ...close].join('\r\n')}\r\n\r\n`;
}

export const ask = (port: number, asked: Asked = {}) => send(port, requestText(port, asked));

/** A handshake whose every header can be wrong. */
export function upgrade(port: number, asked: Asked & { readonly origin?: string | null }): Promise<Reply> {
  const { origin = `http://127.0.0.1:${port}`, ...rest } = asked;
  const headers = [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Extensions: permessage-deflate', // As every browser offers.

    ...(origin === null ? [] : [`Origin: ${origin}`]),
  ];
  return ask(port, { path: '/host', ...rest, headers });
}

/** The cookie that one opening of the page brings. */
export async function cookieOf(port: number, path: string): Promise<string> {
  const { headers } = await ask(port, { path });
  return headers.get('set-cookie')?.split(';')[0] ?? '';
}

export interface Talk {
  readonly socket: WebSocket;
  /** Every message as text, in order. */
  readonly heard: string[];
  /** With the code. */
  readonly closed: Promise<number>;
  say(message: object): void;
}

/** A socket as a browser opens it; nothing is said yet. */
export function talk(port: number, path: string, cookie: string, from = '127.0.0.1'): Promise<Talk> {
  const options = { origin: `http://127.0.0.1:${port}`, headers: { cookie }, localAddress: from };
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, options);
  const heard: string[] = [];
  socket.on('message', (data) => void heard.push(data.toString()));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  const say = (message: object) => socket.send(JSON.stringify(message));
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve({ socket, heard, closed, say }));
    socket.on('error', reject);
  });
}
