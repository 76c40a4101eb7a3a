// The three steps of a first try with Pub/Sub, shown as the commands and replies they are.
import type { Redis } from '../../../src/kit/run.ts';
import type { ChannelData, Line } from '../data.ts';
import { type Connection, openConnection } from '../parts/inline.ts';
import type { PubsubContext } from '../settings.ts';

/** Keeps a command with its reply, and shows both while they happen. */
type Note = (connection: string, command: string, reply: string) => void;

export async function channel(context: PubsubContext): Promise<ChannelData> {
  const { services, emit, signal } = context;
  const { redis } = services;
  const lines: Line[] = [];
  const note: Note = (connection, command, reply) => {
    lines.push(
      { connection, direction: 'sends', line: command },
      { connection, direction: 'receives', line: reply },
    );
    emit({ kind: 'command', connection, command, reply });
  };
  const hears = (connection: string, line: string) => {
    lines.push({ connection, direction: 'receives', line });
  };

  // This act shows its commands with their replies; a trace would show them twice.
  const publisher = await redis.connect('publisher', { untraced: true });
  const first = await redis.connect('subscriber-1', { untraced: true });
  const second = await redis.connect('subscriber-2', { untraced: true });
  const news = redis.key('news');

  async function publish(text: string): Promise<number> {
    const receivers = await publisher.publish(news, text);
    note('publisher', `PUBLISH ${news} "${text}"`, `(integer) ${receivers}`);
    return receivers;
  }

  // 1. Subscribe, 2. publish, 3. receive. PUBLISH returns how many connections it was handed to.
  note('subscriber-1', `SUBSCRIBE ${news}`, `subscribe ${news} ${await first.subscribe(news)}`);
  note('subscriber-2', `SUBSCRIBE ${news}`, `subscribe ${news} ${await second.subscribe(news)}`);
  const heard = [nextMessage(first), nextMessage(second)];
  const two = await publish('hello');
  for (const [index, message] of (await Promise.all(heard)).entries())
    hears(`subscriber-${index + 1}`, message);

  // One leaves, then the other. The last message is thrown away, and nobody is told: 0 is not an error.
  note('subscriber-2', `UNSUBSCRIBE ${news}`, `unsubscribe ${news} ${await second.unsubscribe(news)}`);
  const one = await publish('one of you');
  note('subscriber-1', `UNSUBSCRIBE ${news}`, `unsubscribe ${news} ${await first.unsubscribe(news)}`);
  const none = await publish('anybody?');

  const pattern = await patternTwice(
    first,
    publisher,
    redis.key('news.kr'),
    redis.pattern('news.*'),
    note,
    hears,
  );

  const names = { channel: news, key: redis.key('greeting') };
  const resp2 = await getWhileSubscribed(await openConnection(redis, signal), 'subscriber-3', names, note);
  const modern = await openConnection(redis, signal);
  // Redis has HELLO from 6.0 on. A server without it stays on RESP2, and the answer to GET says the same once more.
  const hello = await modern.ask('HELLO 3', /proto|^-.*\r\n$/);
  note('subscriber-4', 'HELLO 3', hello.startsWith('-') ? `(error) ${hello.slice(1).trim()}` : '# proto 3');
  const resp3 = await getWhileSubscribed(modern, 'subscriber-4', names, note);

  return { lines, replies: { two, one, none }, pattern, getWhileSubscribed: { resp2, resp3 } };
}

/** Whoever listens to a channel and to a pattern that matches it gets the message twice, and is counted twice. */
async function patternTwice(
  subscriber: Redis,
  publisher: Redis,
  name: string,
  pattern: string,
  note: Note,
  hears: (connection: string, line: string) => void,
): Promise<ChannelData['pattern']> {
  note('subscriber-1', `SUBSCRIBE ${name}`, `subscribe ${name} ${await subscriber.subscribe(name)}`);
  note(
    'subscriber-1',
    `PSUBSCRIBE ${pattern}`,
    `psubscribe ${pattern} ${await subscriber.psubscribe(pattern)}`,
  );
  const copies: string[] = [];
  subscriber.on('message', (channelName, text) => copies.push(`message ${channelName} "${text}"`));
  subscriber.on('pmessage', (matched, channelName, text) => {
    if (channelName === name) copies.push(`pmessage ${matched} ${channelName} "${text}"`);
  });
  const reply = await publisher.publish(name, 'twice');
  note('publisher', `PUBLISH ${name} "twice"`, `(integer) ${reply}`);
  // A connection's replies come in order: when the answer to PING is here, every copy is.
  await subscriber.ping();
  for (const copy of copies) hears('subscriber-1', copy);
  return { reply, copies: copies.length };
}

function nextMessage(subscriber: Redis): Promise<string> {
  return new Promise((resolve) => {
    subscriber.once('message', (name, text) => resolve(`message ${name} "${text}"`));
  });
}

/** ioredis refuses such a call before it is sent; we want to hear it from the server, so we write the lines ourselves. */
async function getWhileSubscribed(
  connection: Connection,
  name: string,
  { channel, key }: { readonly channel: string; readonly key: string },
  note: Note,
): Promise<string> {
  const count = /:(\d+)\r\n$/.exec(await connection.ask(`SUBSCRIBE ${channel}`, /:\d+\r\n$/))?.[1];
  note(name, `SUBSCRIBE ${channel}`, `subscribe ${channel} ${count}`);
  const reply = await connection.ask(`GET ${key}`, /^(-.*|\$-1|_)\r\n$/m);
  connection.close();
  const shown = reply.startsWith('-') ? `(error) ${reply.slice(1).trim()}` : '(nil)';
  note(name, `GET ${key}`, shown);
  return shown;
}
