// The act `handshakes`, seen from near: the first two requests of Socket.IO's handshake, by hand, through round robin.
import { request } from 'node:http';
import type { Nginx } from '../../../../src/kit/run.ts';
import type { WireStep } from '../../data.ts';

/** Nobody else is on this nginx now, so round robin gives the second request to the next server. */
export async function firstRefusal(balancer: Nginx, ports: readonly number[]): Promise<WireStep[]> {
  const path = '/round_robin/socket.io/?EIO=4&transport=polling';
  const opening = await ask(balancer, ports, 'GET', path, '');
  const sid = /"sid":"([^"]+)"/.exec(opening.body)?.[1] ?? '';
  // 40: "connect me to the main namespace".
  return [opening, await ask(balancer, ports, 'POST', `${path}&sid=${sid}`, '40')];
}

function ask(
  { host, port }: Nginx,
  ports: readonly number[],
  method: string,
  path: string,
  message: string,
): Promise<WireStep> {
  return new Promise((resolve, reject) => {
    const sending = request({ host, port, method, path }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.once('end', () => {
        const upstreamPort = Number(String(response.headers['x-upstream']).split(':')[1]);
        resolve({
          sent: `${method} ${path.replace('/round_robin', '')}`,
          message,
          status: response.statusCode ?? 0,
          body,
          server: ports.indexOf(upstreamPort),
        });
      });
    });
    sending.once('error', reject);
    sending.end(message);
  });
}
