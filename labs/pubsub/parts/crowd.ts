// Those who listen: a number of connections to one channel, by a client library or by bare sockets.
import type { Socket } from 'node:net';
import type { Redis } from '../../../src/kit/run.ts';
import type { Listener } from '../data.ts';
import type { PubsubContext } from '../settings.ts';
import { openConnection } from './inline.ts';
import { cutOffLine, shortened } from './server-log.ts';

/** Told of each message: which of the listeners has it, and the number it begins with. */
export type Hear = (listener: number, id: number) => void;

export interface Crowd {
  readonly channel: string;
  readonly size: number;
  hear: Hear;
  /** The server has cut a listener off. */
  readonly isCut: boolean;
  /** In the server's own words, where we may read its log. */
  whyCut(): Promise<string>;
  close(): void;
}

export interface CrowdOptions {
  readonly channel: string;
  readonly size: number;
  readonly listener: Listener;
  readonly payloadBytes: number;
}

export async function openCrowd(context: PubsubContext, options: CrowdOptions): Promise<Crowd> {
  const { redis } = context.services;
  const { channel, size, listener, payloadBytes } = options;
  let closed = false;
  let cut = false;
  const leaves: (() => void)[] = [];
  const crowd: Crowd = {
    channel,
    size,
    hear: () => {},
    get isCut() {
      return cut;
    },
    async whyCut() {
      const line = redis.isPrivate ? cutOffLine(await redis.log()) : null;
      return line ? shortened(line) : 'the server closed the connection of a subscriber';
    },
    close() {
      closed = true;
      for (const leave of leaves) leave();
    },
  };
  const gone = () => {
    cut ||= !closed;
  };

  async function join(index: number): Promise<void> {
    const name = `subscriber-${index + 1}`;
    if (listener === 'socket') {
      const connection = await openConnection(redis, context.signal);
      leaves.push(connection.close);
      await connection.ask(`SUBSCRIBE ${channel}`, /:1\r\n$/);
      context.emit({ kind: 'command', connection: name, command: `SUBSCRIBE ${channel}` });
      readNumbers(connection.socket, channel, payloadBytes, (id) => crowd.hear(index, id));
      connection.socket.once('close', gone);
    } else {
      const client: Redis = await redis.connect(name);
      leaves.push(() => client.disconnect());
      client.on('message', (_, text) => crowd.hear(index, Number.parseInt(text, 10)));
      await client.subscribe(channel);
      client.once('end', gone);
    }
  }

  try {
    // In small groups: a thousand connections at once would overrun the server's listen backlog.
    for (let from = 0; from < size; from += 50) {
      const group = Array.from({ length: Math.min(50, size - from) }, (_, index) => join(from + index));
      await Promise.all(group);
    }
  } catch (error) {
    crowd.close();
    throw error;
  }
  return crowd;
}

/**
 * Cuts the byte stream into messages and reads the number that each begins with. All messages are of one length,
 * so that nothing has to be looked for: RESP2 sends `*3 message CHANNEL PAYLOAD`, each with its length before it.
 */
function readNumbers(
  socket: Socket,
  channel: string,
  payloadBytes: number,
  hear: (id: number) => void,
): void {
  const channelBytes = Buffer.byteLength(channel);
  const head = `*3\r\n$7\r\nmessage\r\n$${channelBytes}\r\n${channel}\r\n$${payloadBytes}\r\n`;
  const headBytes = Buffer.byteLength(head);
  const messageBytes = headBytes + payloadBytes + 2;
  let held: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    let at = 0;
    for (; bytes.length - at >= messageBytes; at += messageBytes) hear(numberAt(bytes, at + headBytes));
    held = bytes.subarray(at);
  });
}

function numberAt(bytes: Buffer, start: number): number {
  const zero = 48;
  let number = 0;
  for (let at = start; (bytes[at] as number) >= zero; at += 1)
    number = 10 * number + (bytes[at] as number) - zero;
  return number;
}
