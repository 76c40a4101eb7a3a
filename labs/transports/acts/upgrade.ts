/**
 * The upgrade as it is on the wire, by hand and byte by byte: the request, 101, the first frame each way; a message
 * that nobody asked for; a frame that is not masked. Then the same request through an nginx that forgets something.
 */
import { request } from 'node:http';
import { createRandom, findProgram, nginx, nginxProgram } from '../../../src/kit/run.ts';
import type { Forgetting, ProxiedUpgrade, UpgradeData } from '../data.ts';
import { acceptOf, readFrame, textFrame, upgradeRequest } from '../parts/frame.ts';
import { openRaw, type RawSocket } from '../parts/raw-socket.ts';
import { type TransportServer, transportServer } from '../parts/transport-server.ts';
import type { TransportsContext } from '../settings.ts';

const text = 'Hello';
const closeOpcode = 8;

export async function upgrade(context: TransportsContext): Promise<UpgradeData> {
  const random = createRandom(context.seed).fork('upgrade');
  const draw = (bytes: number) => Buffer.from(Array.from({ length: bytes }, () => random.int(256)));
  const server = await context.scope.start(transportServer());
  const nginxIsHere = (await findProgram(nginxProgram)) !== null;
  const proxied = nginxIsHere ? await throughNginx(context, server, draw(16).toString('base64')) : [];
  const key = draw(16).toString('base64');
  const { socket, head, sent } = await shakeHands(context, server.port, key);

  const frame = textFrame(text, draw(4));
  socket.write(frame);
  const reply = await nextFrame(socket);
  await server.start(100);
  const update = JSON.parse((await nextFrame(socket)).payload.toString());
  await server.stop();
  socket.end();
  return {
    key,
    accept: /^sec-websocket-accept: *(\S+)/im.exec(head)?.[1] ?? '',
    expected: acceptOf(key),
    request: sent,
    response: head,
    text,
    frame: [...frame],
    reply: [...reply.frame],
    unasked: typeof update.id === 'number',
    unmaskedCode: await codeForUnmasked(context, server.port, draw(16).toString('base64')),
    proxied,
  };
}

async function shakeHands(context: TransportsContext, port: number, key: string) {
  const socket = await openRaw(context, port);
  const sent = upgradeRequest(`127.0.0.1:${port}`, '/ws', key);
  socket.write(sent);
  const head = await socket.take({ ko: '업그레이드의 응답', en: 'the answer to the upgrade' }, (bytes) => {
    const end = bytes.indexOf('\r\n\r\n');
    return end < 0 ? null : { taken: bytes.subarray(0, end).toString(), sizeBytes: end + 4 };
  });
  const reply = head.split('\r\n')[0] ?? '';
  context.note({ kind: 'command', from: 'client', to: 'server-1', command: 'GET /ws', reply });
  return { socket, head, sent };
}

function nextFrame(socket: RawSocket) {
  return socket.take({ ko: '서버가 보낸 프레임', en: 'a frame from the server' }, (bytes) => {
    const taken = readFrame(bytes);
    return taken && { taken, sizeBytes: taken.frame.length };
  });
}

/** RFC 6455, 5.1: a server must close the connection of a client that does not mask. */
async function codeForUnmasked(
  context: TransportsContext,
  port: number,
  key: string,
): Promise<number | null> {
  const { socket } = await shakeHands(context, port, key);
  socket.write(textFrame(text, null));
  const { opcode, payload } = await nextFrame(socket);
  socket.end();
  return opcode === closeOpcode ? payload.readUInt16BE(0) : null;
}

const [http11, hopUpgrade, hopConnection] = [
  'proxy_http_version 1.1;',
  'proxy_set_header Upgrade $http_upgrade;',
  'proxy_set_header Connection "upgrade";',
];

const directivesOf: Readonly<Record<Forgetting, string>> = {
  nothing: `${http11} ${hopUpgrade} ${hopConnection}`,
  upgrade: `${http11} ${hopConnection}`,
  connection: `${http11} ${hopUpgrade}`,
  'http-1.1': `${hopUpgrade} ${hopConnection}`,
};

async function throughNginx(
  { scope, note }: TransportsContext,
  { port: serverPort }: TransportServer,
  key: string,
): Promise<ProxiedUpgrade[]> {
  const forgettings = Object.keys(directivesOf) as Forgetting[];
  const locations = forgettings.map(
    (name) => `location /${name}/ { ${directivesOf[name]} proxy_pass http://127.0.0.1:${serverPort}/; }`,
  );
  const { port } = await scope.start(nginx({ http: '', server: locations.join('\n    ') }));
  const answers: ProxiedUpgrade[] = [];
  for (const forgets of forgettings) {
    const answer = await askToUpgrade(port, `/${forgets}/ws`, key);
    answers.push({ forgets, ...answer });
    const reply = String(answer.status);
    note({ kind: 'command', from: 'client', to: 'nginx', command: `GET /${forgets}/ws`, reply }, 'nginx');
  }
  return answers;
}

function askToUpgrade(port: number, path: string, key: string): Promise<Omit<ProxiedUpgrade, 'forgets'>> {
  return new Promise((resolve, reject) => {
    const headers = {
      Upgrade: 'websocket',
      Connection: 'Upgrade',
      'Sec-WebSocket-Key': key,
      'Sec-WebSocket-Version': '13',
    };
    const asking = request({ host: '127.0.0.1', port, path, headers });
    asking.once('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, serverGot: null });
    });
    asking.once('response', (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        body += part;
      });
      response.once('end', () => resolve({ status: response.statusCode ?? 0, serverGot: body }));
    });
    asking.once('error', reject);
    asking.end();
  });
}
