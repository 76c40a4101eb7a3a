import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { HandleOf, ServiceHost } from '../../src/core/service.ts';
import { highWaterBytes } from '../../src/services/proxy/link.ts';
import { type Direction, proxy, type Toxic } from '../../src/services/proxy.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** What the proxy asks of its host, which keeps no trace. */
const serviceHost: Partial<ServiceHost> = {
  fail(error) {
    throw error;
  },
  note() {},
};

/** Park & Miller's generator: seeded, so that a failure comes back. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

function randomBytes(seed: number, sizeBytes: number): Buffer {
  const random = seeded(seed);
  return Buffer.from(Uint8Array.from({ length: sizeBytes }, () => random() * 256));
}

interface Ends {
  readonly client: Socket;
  readonly server: Socket;
}

/** A proxy before an upstream that does nothing by itself; `connect` answers both ends of a new connection. */
async function setUp() {
  const upstream = net.createServer({ allowHalfOpen: true, noDelay: true }, owned).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  cleanups.push(() => upstream.close());
  const running = await proxy({
    upstream: { host: '127.0.0.1', port: (upstream.address() as AddressInfo).port },
    random: seeded(1),
  }).start(serviceHost as ServiceHost);
  cleanups.push(() => running.stop());

  async function connect(): Promise<Ends> {
    const client = dial(running.handle.port);
    const [server] = (await once(upstream, 'connection')) as [Socket];
    return { client, server };
  }
  return { proxy: running.handle, stop: () => running.stop(), info: running.info, upstream, connect };
}

function dial(port: number): Socket {
  return owned(net.connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true }));
}

/** Destroyed after the test. A test that cares for an error awaits it. */
function owned(socket: Socket): Socket {
  cleanups.push(() => socket.destroy());
  return socket.on('error', () => {});
}

/** Waits for a condition, not for a time: asks again each turn of the event loop. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** Everything a socket receives from now on. */
function inbox(socket: Socket) {
  const chunks: Buffer[] = [];
  const state = { sizeBytes: 0, ended: false, bytes: () => Buffer.concat(chunks) };
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    state.sizeBytes += chunk.length;
  });
  socket.on('end', () => {
    state.ended = true;
  });
  return state;
}

function sides(direction: Direction, { client, server }: Ends): { writer: Socket; reader: Socket } {
  return direction === 'upstream' ? { writer: client, reader: server } : { writer: server, reader: client };
}

function countOf(direction: Direction, { counters }: HandleOf<ReturnType<typeof proxy>>): number {
  return direction === 'upstream' ? counters.bytesUpstream : counters.bytesDownstream;
}

/** Single bytes, each after the one before arrived: the event loop has been round so many times. */
async function ping(from: Socket, to: Socket, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    from.write('.');
    await once(to, 'data');
  }
}

/** Time stands still, also for the proxy, until a test moves it. Sockets and setImmediate go on. */
function stopTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
}

const directions = ['upstream', 'downstream'] as const;

describe('a proxy without toxics', () => {
  it('passes bytes on unchanged in both directions and counts them', async () => {
    const { proxy, connect } = await setUp();
    const { client, server } = await connect();
    const question = randomBytes(1, 3_000_000);
    const answer = randomBytes(2, 2_000_000);
    const [atServer, atClient] = [inbox(server), inbox(client)];
    client.end(question);
    server.end(answer);
    await until(() => atServer.ended && atClient.ended);
    expect(atServer.bytes().equals(question)).toBe(true);
    expect(atClient.bytes().equals(answer)).toBe(true);
    await until(() => proxy.counters.open === 0);
    expect({ ...proxy.counters }).toEqual({
      connections: 1,
      open: 0,
      bytesUpstream: question.length,
      bytesDownstream: answer.length,
    });
  });

  it('sets no timer', async () => {
    const { connect } = await setUp();
    const { client, server } = await connect();
    stopTime();
    await ping(client, server, 10);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says in the record what stood between whom', async () => {
    const { proxy, info, upstream } = await setUp();
    const { port } = upstream.address() as AddressInfo;
    expect(info.args).toEqual(['-l', `127.0.0.1:${proxy.port}`, '-u', `127.0.0.1:${port}`]);
  });

  it.each(directions)('passes a FIN on %s, and the other direction stays open', async (direction) => {
    const { connect } = await setUp();
    const { writer, reader } = sides(direction, await connect());
    const [atReader, atWriter] = [inbox(reader), inbox(writer)];
    writer.end('question');
    await until(() => atReader.ended);
    expect(String(atReader.bytes())).toBe('question');
    expect(atWriter.ended).toBe(false);
    reader.end('answer');
    await until(() => atWriter.ended);
    expect(String(atWriter.bytes())).toBe('answer');
  });

  it.each(directions)('passes a reset on %s', async (direction) => {
    const { proxy, connect } = await setUp();
    const { writer, reader } = sides(direction, await connect());
    reader.resume();
    writer.resetAndDestroy();
    expect(await once(reader, 'error')).toMatchObject([{ code: 'ECONNRESET' }]);
    await until(() => proxy.counters.open === 0);
  });

  it('resets a client whose upstream refuses', async () => {
    const { proxy, upstream } = await setUp();
    upstream.close();
    const client = dial(proxy.port);
    expect(await once(client, 'error')).toMatchObject([{ code: 'ECONNRESET' }]);
    await until(() => proxy.counters.open === 0);
  });
});

describe('backpressure', () => {
  it.each(directions)('stops the writer %s while the reader does not read', async (direction) => {
    const { proxy, connect } = await setUp();
    const ends = await connect();
    const { writer, reader } = sides(direction, ends);
    const block = randomBytes(3, 1024 * 1024);
    const blocks = 32; // far more than the kernel's buffers on the way
    for (let n = 0; n < blocks; n += 1) writer.write(block);
    reader.pause();

    // Still is: not a byte more was accepted while the other direction carried fifty, one after the other.
    let acceptedBytes = -1;
    while (acceptedBytes !== countOf(direction, proxy)) {
      acceptedBytes = countOf(direction, proxy);
      await ping(reader, writer, 50);
    }

    expect(acceptedBytes).toBeGreaterThan(0);
    expect(acceptedBytes).toBeLessThan((blocks / 2) * block.length);

    let receivedBytes = 0;
    reader.on('data', (chunk: Buffer) => {
      const at = receivedBytes % block.length;
      const expected = Buffer.concat([block, block]).subarray(at, at + chunk.length);
      if (!chunk.equals(expected)) throw new Error(`other bytes from ${receivedBytes} on`);
      receivedBytes += chunk.length;
    });
    reader.resume();
    await until(() => receivedBytes === blocks * block.length);
  });

  it.each(directions)('lets a toxic %s hold no more than the high-water mark', async (direction) => {
    const { proxy, connect } = await setUp();
    const { writer, reader } = sides(direction, await connect());
    const sent = randomBytes(4, 4 * 1024 * 1024);
    const received = inbox(reader);
    const heal = proxy.add(direction, { type: 'timeout', timeoutMs: 0 });
    writer.end(sent);
    await until(() => countOf(direction, proxy) >= highWaterBytes);
    await ping(reader, writer, 50);
    expect(countOf(direction, proxy)).toBeLessThanOrEqual(highWaterBytes + 64 * 1024);
    expect(received.sizeBytes).toBe(0);
    heal();
    await until(() => received.ended);
    expect(received.bytes().equals(sent)).toBe(true);
  });
});

describe('every toxic', () => {
  const toxics: Toxic[] = [
    { type: 'latency', latencyMs: 2 },
    { type: 'latency', latencyMs: 5, jitterMs: 5 },
    { type: 'bandwidth', bytesPerSecond: 20_000_000 },
    { type: 'slicer', averageSizeBytes: 1000, sizeVariationBytes: 900, delayUs: 10 },
    { type: 'limit_data', bytes: 10_000_000 },
  ];
  const arms = [...toxics.map((toxic) => [toxic]), toxics];

  it.each(arms.map((arm) => ({ arm })))('leaves the bytes and their order alone: $arm', async ({ arm }) => {
    const { proxy, connect } = await setUp();
    for (const direction of directions) for (const toxic of arm) proxy.add(direction, toxic);
    const { client, server } = await connect();
    const sent = randomBytes(5, 1_000_000);
    const [atServer, atClient] = [inbox(server), inbox(client)];
    client.end(sent);
    server.end(sent);
    await until(() => atServer.ended && atClient.ended);
    expect(atServer.bytes().equals(sent)).toBe(true);
    expect(atClient.bytes().equals(sent)).toBe(true);
  });

  it('works in its own direction only, on open and on new connections, until it is removed', async () => {
    const { proxy, connect } = await setUp();
    const open = await connect();
    const remove = proxy.add('upstream', { type: 'timeout', timeoutMs: 0 });
    const ends = [open, await connect()];
    const received = ends.map(({ server }) => inbox(server));
    for (const { client, server } of ends) {
      client.write('held');
      await ping(server, client, 20);
    }
    expect(received.map(({ sizeBytes }) => sizeBytes)).toEqual([0, 0]);
    remove();
    remove();
    await until(() => received.every(({ sizeBytes }) => sizeBytes === 'held'.length));
    const { client, server } = await connect();
    await ping(client, server, 1);
  });

  it('hands on what it held when it is removed, before anything newer', async () => {
    const { proxy, connect } = await setUp();
    const { client, server } = await connect();
    const received = inbox(server);
    proxy.add('upstream', { type: 'limit_data', bytes: 13 }); // closes early if anything passes it twice
    const removeHour = proxy.add('upstream', { type: 'latency', latencyMs: 3_600_000 });
    proxy.add('upstream', { type: 'latency', latencyMs: 1 });
    client.write('first ');
    await until(() => proxy.counters.bytesUpstream === 6);
    removeHour();
    client.end('second');
    await until(() => received.ended);
    expect(String(received.bytes())).toBe('first second');
  });
});

describe('latency', () => {
  it('delays a round trip by what both directions add', async () => {
    const { proxy, connect } = await setUp();
    proxy.add('upstream', { type: 'latency', latencyMs: 15 });
    proxy.add('downstream', { type: 'latency', latencyMs: 5.5 });
    const { client, server } = await connect();
    server.pipe(server);
    const sentMs = performance.now();
    client.write('?');
    await once(client, 'data');
    expect(performance.now() - sentMs).toBeGreaterThanOrEqual(20.5);
  });

  it('delays a hundred chunks together, not one after the other', async () => {
    const { proxy, connect } = await setUp();
    const { client, server } = await connect();
    const received = inbox(server);
    stopTime();
    proxy.add('upstream', { type: 'latency', latencyMs: 20 });
    for (let n = 1; n <= 100; n += 1) {
      client.write('x');
      await until(() => proxy.counters.bytesUpstream === n);
    }
    vi.advanceTimersByTime(19);
    await ping(server, client, 20);
    expect(received.sizeBytes).toBe(0);
    vi.advanceTimersByTime(1);
    await until(() => received.sizeBytes === 100);
  });

  it('keeps the order when jitter would let the second overtake the first', async () => {
    const { proxy, connect } = await setUp();
    const { client, server } = await connect();
    const received = inbox(server);
    stopTime();
    proxy.add('upstream', { type: 'latency', latencyMs: 20, jitterMs: 20 });
    const lines = Array.from({ length: 50 }, (_, n) => `${n}\n`);
    for (const line of lines) {
      const before = proxy.counters.bytesUpstream;
      client.write(line);
      await until(() => proxy.counters.bytesUpstream === before + line.length);
    }
    const all = lines.join('');
    vi.advanceTimersByTime(19);
    await until(() => received.sizeBytes > 0);
    await ping(server, client, 20);
    expect(received.sizeBytes).toBeLessThan(all.length);
    vi.advanceTimersByTime(21);
    await until(() => received.sizeBytes === all.length);
    expect(String(received.bytes())).toBe(all);
  });

  it('delays the FIN behind the bytes', async () => {
    const { proxy, connect } = await setUp();
    const { client, server } = await connect();
    const received = inbox(server);
    stopTime();
    proxy.add('upstream', { type: 'latency', latencyMs: 20 });
    client.end('last words');
    await until(() => proxy.counters.bytesUpstream === 10);
    await ping(server, client, 20);
    expect(received.ended).toBe(false);
    vi.advanceTimersByTime(20);
    await until(() => received.ended);
    expect(String(received.bytes())).toBe('last words');
  });
});

describe('bandwidth', () => {
  it('carries so many bytes a second, evenly', async () => {
    const { proxy, connect } = await setUp();
    const { client, server } = await connect();
    const received = inbox(server);
    const sent = randomBytes(6, 2000);
    stopTime();
    proxy.add('upstream', { type: 'bandwidth', bytesPerSecond: 1000 });
    client.write(sent);
    await until(() => proxy.counters.bytesUpstream === 2000);
    for (const afterMs of [500, 1000, 1500, 2000]) {
      vi.advanceTimersByTime(500);
      await until(() => received.sizeBytes >= afterMs);
      await ping(server, client, 20);
      expect(received.sizeBytes).toBe(afterMs);
    }
    expect(received.bytes().equals(sent)).toBe(true);
  });
});

describe('slicer', () => {
  it('sends slices of about the size, one by one', async () => {
    const { proxy, connect } = await setUp();
    const { client, server } = await connect();
    const received = inbox(server);
    const sent = randomBytes(7, 1000);
    stopTime();
    proxy.add('upstream', { type: 'slicer', averageSizeBytes: 100, sizeVariationBytes: 20, delayUs: 5000 });
    client.write(sent);
    const sliceSizes: number[] = [];
    for (let before = 0; before < sent.length; before = received.sizeBytes) {
      await until(() => received.sizeBytes > before);
      await ping(server, client, 5);
      sliceSizes.push(received.sizeBytes - before);
      vi.advanceTimersByTime(5);
    }
    sliceSizes.pop(); // what was left over
    expect(sliceSizes.length).toBeGreaterThanOrEqual(8);
    expect(Math.min(...sliceSizes)).toBeGreaterThanOrEqual(80);
    expect(Math.max(...sliceSizes)).toBeLessThanOrEqual(120);
    expect(new Set(sliceSizes).size).toBeGreaterThan(1);
    expect(received.bytes().equals(sent)).toBe(true);
  });
});

describe('timeout', () => {
  it.each(directions)('%s closes both sides after the time, and nothing has passed', async (direction) => {
    const { proxy, connect } = await setUp();
    const { writer, reader } = sides(direction, await connect());
    const [atReader, atWriter] = [inbox(reader), inbox(writer)];
    stopTime();
    proxy.add(direction, { type: 'timeout', timeoutMs: 100 });
    writer.write('lost');
    await until(() => countOf(direction, proxy) === 4);
    vi.advanceTimersByTime(99);
    await ping(reader, writer, 20);
    expect(atReader.ended || atWriter.ended).toBe(false);
    vi.advanceTimersByTime(1);
    await until(() => atReader.ended && atWriter.ended && proxy.counters.open === 0);
    expect(atReader.sizeBytes).toBe(0);
  });

  it('of 0 is a silent network: it holds even the end of the client, for as long as it is there', async () => {
    const { proxy, connect } = await setUp();
    const { client, server } = await connect();
    const received = inbox(server);
    const heal = proxy.add('upstream', { type: 'timeout', timeoutMs: 0 });
    client.write('last words');
    await until(() => proxy.counters.bytesUpstream === 10);
    client.end();
    await ping(server, client, 20);
    expect(received).toMatchObject({ sizeBytes: 0, ended: false });
    heal();
    await until(() => received.ended);
    expect(String(received.bytes())).toBe('last words');
  });
});

describe('reset_peer', () => {
  it.each(directions)('%s resets both sides after the time, and nothing has passed', async (direction) => {
    const { proxy, connect } = await setUp();
    const { writer, reader } = sides(direction, await connect());
    const atReader = inbox(reader);
    stopTime();
    proxy.add(direction, { type: 'reset_peer', timeoutMs: 100 });
    writer.write('lost');
    await until(() => countOf(direction, proxy) === 4);
    vi.advanceTimersByTime(99);
    await ping(reader, writer, 20);
    expect(proxy.counters.open).toBe(1);
    const errors = Promise.all([once(writer, 'error'), once(reader, 'error')]);
    vi.advanceTimersByTime(1);
    expect(await errors).toMatchObject([[{ code: 'ECONNRESET' }], [{ code: 'ECONNRESET' }]]);
    expect(atReader.sizeBytes).toBe(0);
    await until(() => proxy.counters.open === 0);
  });

  it('resets a new connection too', async () => {
    const { proxy } = await setUp();
    proxy.add('downstream', { type: 'reset_peer', timeoutMs: 0 });
    expect(await once(dial(proxy.port), 'error')).toMatchObject([{ code: 'ECONNRESET' }]);
  });

  it('removed in time does no harm', async () => {
    const { proxy, connect } = await setUp();
    const { client, server } = await connect();
    stopTime();
    const remove = proxy.add('upstream', { type: 'reset_peer', timeoutMs: 100 });
    remove();
    vi.advanceTimersByTime(1000);
    await ping(client, server, 20);
    expect(proxy.counters.open).toBe(1);
  });

  it('leaves no socket behind when it meets a FIN on its way out', async () => {
    const { proxy, connect } = await setUp();
    const { client, server } = await connect();
    server.resume();
    stopTime();
    const heal = proxy.add('upstream', { type: 'timeout', timeoutMs: 0 });
    client.end('.');
    await until(() => proxy.counters.bytesUpstream === 1);
    await ping(server, client, 20);
    proxy.add('downstream', { type: 'reset_peer', timeoutMs: 1 });
    heal();
    vi.advanceTimersByTime(1); // in the very turn in which the FIN is handed to the kernel
    await until(() => proxy.counters.open === 0);
  });
});

describe('limit_data', () => {
  it.each(directions)('%s closes both sides after exactly so many bytes', async (direction) => {
    const { proxy, connect } = await setUp();
    proxy.add(direction, { type: 'limit_data', bytes: 100_003 });
    proxy.add(direction, { type: 'latency', latencyMs: 1 });
    const { writer, reader } = sides(direction, await connect());
    const [atReader, atWriter] = [inbox(reader), inbox(writer)];
    const sent = randomBytes(8, 100_004);
    writer.write(sent);
    await until(() => atReader.ended && atWriter.ended && proxy.counters.open === 0);
    expect(atReader.bytes().equals(sent.subarray(0, 100_003))).toBe(true);
  });

  it('counts each connection by itself and leaves it open below the limit', async () => {
    const { proxy, connect } = await setUp();
    proxy.add('upstream', { type: 'limit_data', bytes: 10 });
    const ends = [await connect(), await connect()];
    for (const { client, server } of ends) await ping(client, server, 9);
    for (const { client, server } of ends) await ping(server, client, 20);
    expect(proxy.counters.open).toBe(2);
  });
});

describe('down and up', () => {
  it('cuts what is open, refuses what is new, and listens again on the very same port', async () => {
    const { proxy, connect } = await setUp();
    const { port } = proxy;
    const ends = await connect();
    proxy.add('upstream', { type: 'timeout', timeoutMs: 0 });
    ends.client.write('held');
    await until(() => proxy.counters.bytesUpstream === 4);
    const closed = Promise.all([once(ends.client.resume(), 'end'), once(ends.server.resume(), 'end')]);

    await proxy.down();
    expect(proxy.counters.open).toBe(0);
    await closed;
    expect(await once(dial(port), 'error')).toMatchObject([{ code: 'ECONNREFUSED' }]);
    await proxy.down();

    await proxy.up();
    await proxy.up();
    expect(proxy.port).toBe(port);
    const { client, server } = await connect();
    await ping(server, client, 1);
    expect(proxy.counters).toMatchObject({ connections: 2, open: 1 });
  });

  it('rejects up when somebody else took the port', async () => {
    const { proxy } = await setUp();
    await proxy.down();
    const thief = net.createServer().listen(proxy.port, '127.0.0.1');
    cleanups.push(() => thief.close());
    await once(thief, 'listening');
    await expect(proxy.up()).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('stops for good, twice if asked, and leaves no timer', async () => {
    const { proxy, connect, stop } = await setUp();
    stopTime();
    for (const direction of directions) {
      proxy.add(direction, { type: 'latency', latencyMs: 1000 });
      proxy.add(direction, { type: 'reset_peer', timeoutMs: 1000 });
    }
    const { client } = await connect();
    client.write('held');
    await until(() => proxy.counters.bytesUpstream === 4);
    await Promise.all([stop(), stop()]);
    await stop();
    expect(proxy.counters.open).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
