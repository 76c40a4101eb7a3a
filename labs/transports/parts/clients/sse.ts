// Being told, over an answer that does not end. A browser's EventSource does this and reconnects by itself.
import { Agent, get, type IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Update } from '../server/feed.ts';
import { type Client, type ClientOptions, type OpenClient, reconnecting } from './client.ts';

export const openSse: OpenClient = (options) => openEvents(options, '');

/**
 * @param query what goes behind the path
 * @param headers beside those of HTTP itself
 */
export async function openEvents(
  options: ClientOptions,
  query: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Client> {
  const { host, port, prefix, onUpdate, onServer } = options;
  let lastSeen = options.since;
  let agent = new Agent();

  const connect = (ended: () => void): Promise<void> =>
    new Promise((resolve, reject) => {
      agent = new Agent();
      const own = { ...headers, Accept: 'text/event-stream', 'Last-Event-ID': String(lastSeen) };
      const request = get(
        { host, port, path: `${prefix}/events${query}`, headers: own, agent },
        (response) => {
          if (response.statusCode !== 200) return reject(new Error(`status ${response.statusCode}`));
          onServer?.(String(response.headers['x-server']));
          const stream = plain(response);
          readEvents(stream, (update) => {
            lastSeen = update.id;
            onUpdate(update);
          });
          stream.once('close', ended);
          response.on('error', () => {}); // It is followed by the end.
          resolve();
        },
      );
      request.once('error', reject);
    });

  return await reconnecting(options, connect, () => agent.destroy());
}

function plain(response: IncomingMessage): Readable {
  if (response.headers['content-encoding'] !== 'gzip') return response;
  // What there is by now, not what fills a block.
  const unzipped = response.pipe(createGunzip({ flush: 2, finishFlush: 2 }));
  unzipped.on('error', () => {}); // A stream that was cut has no proper end.
  response.once('close', () => unzipped.end());
  return unzipped;
}

/** An event ends with an empty line; of its lines only `data:` is looked at, for the update names its own id. */
function readEvents(stream: Readable, onUpdate: (update: Update) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (part: string) => {
    const events = (rest + part).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = event.split('\n').find((line) => line.startsWith('data: '));
      if (data) onUpdate(JSON.parse(data.slice('data: '.length)));
    }
  });
}
