// Asking: again and again whatever happens (short), or once more as soon as there was an answer (long).
import { Agent, get } from 'node:http';
import type { Update } from '../server/feed.ts';
import type { Client, ClientOptions, OpenClient } from './client.ts';

/** So long a server lets a question of long polling wait. Balancers give up after 60 s. */
const longestWaitMs = 25_000;
const retryMs = 20;

export const openPoll: OpenClient = (options) => openPolling(options, false);
export const openLongPoll: OpenClient = (options) => openPolling(options, true);

async function openPolling(options: ClientOptions, long: boolean): Promise<Client> {
  const { host, port, prefix, intervalMs, firstAfterMs, onUpdate, onServer, onEnd } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let { since } = options;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const ask = (wait: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const path = `${prefix}/updates?since=${since}${wait > 0 ? `&wait=${wait}` : ''}`;
      const request = get({ host, port, path, agent }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          body += part;
        });
        response.once('error', reject);
        response.once('end', () => {
          if (response.statusCode !== 200) return reject(new Error(`status ${response.statusCode}`));
          onServer?.(String(response.headers['x-server']));
          for (const update of JSON.parse(body) as Update[]) {
            since = update.id;
            onUpdate(update);
          }
          resolve();
        });
      });
      request.once('error', reject);
    });

  /** Due every interval from its start, however long an answer takes; a question that is late is asked at once. */
  let dueMs = performance.now() + firstAfterMs;
  const next = () => {
    if (closed) return;
    if (!long) dueMs += intervalMs;
    const inMs = long ? 0 : Math.max(0, dueMs - performance.now());
    if (inMs === 0) void turn();
    else timer = setTimeout(turn, inMs);
  };
  const turn = async () => {
    try {
      await ask(long ? longestWaitMs : 0);
      next();
    } catch {
      if (closed) return;
      onEnd?.();
      timer = setTimeout(turn, long ? retryMs : intervalMs);
    }
  };

  await ask(0);
  if (long) void turn();
  else timer = setTimeout(turn, firstAfterMs);
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      agent.destroy();
    },
  };
}
