import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer, Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LabError, RefusedError } from '../../src/core/errors.ts';
import type { RunningService } from '../../src/core/service.ts';
import { explainClientError } from '../../src/services/client-errors.ts';
import { type RedisOptions, type RedisServer, redis } from '../../src/services/redis.ts';
import { eventually } from '../eventually.ts';
import { onPath } from '../on-path.ts';
import { isAlive } from '../processes.ts';
import { startLearnersRedis } from '../redis-fixture.ts';
import { openTestHost, type TestHost } from '../service-host.ts';

let host: TestHost;
let cleanups: (() => unknown)[];
beforeEach(() => {
  host = openTestHost();
  cleanups = [];
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const cleanup of cleanups.reverse()) await cleanup();
  await host.removeFolders();
});

async function start(options?: RedisOptions, on: TestHost = host): Promise<RunningService<RedisServer>> {
  const running = await redis(options).start(on);
  cleanups.push(() => running.stop());
  return running;
}

/** The pid, as the server itself knows it. */
async function pidOf(server: RedisServer): Promise<number> {
  const client = await server.connect('who');
  const pid = Number(/process_id:(\d+)/.exec(await client.info('server'))?.[1]);
  client.disconnect();
  return pid;
}

/** The next probe for a free port answers this one, as if it were taken a moment later. */
function nextFreePortIs(port: number): void {
  const address: AddressInfo = { address: '127.0.0.1', family: 'IPv4', port };
  vi.spyOn(Server.prototype, 'address').mockReturnValueOnce(address);
}

/** It answers as that server would, and so it says who it is. */
const asRedis = async (script: string) => void cleanups.push(await onPath(host, 'redis-server', script));

describe('a program that is called redis-server', () => {
  it('goes by what it says of itself', async () => {
    await asRedis(`
      const { argv, pid } = process;
      const info = 'redis_version:7.2.4\\r\\nvalkey_version:9.1.2\\r\\nprocess_id:' + pid + '\\r\\n';
      if (argv.includes('--version')) console.log('Valkey server v=9.1.2');
      else require('node:net').createServer((socket) => socket.on('data', () => socket.write(info)))
        .listen(Number(argv[argv.indexOf('--port') + 1]), '127.0.0.1');`);
    expect((await start()).info).toMatchObject({ name: 'valkey', version: '9.1.2' });
  });

  it.for([
    '>>> \'tls-port "45243"\'\\nBad directive or wrong number of arguments',
    '# Missing implement of connection type tls',
  ])('and was built without TLS costs the act only: %s', async (words) => {
    await asRedis(`console.log(${JSON.stringify(words)}); process.exit(1);`);
    const refusal = await redis({ tls: true })
      .start(host)
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(RefusedError);
    expect((refusal as RefusedError).explanation.why.en).toMatch(/^This Redis was built without TLS: .+tls/);
  });
});

describe('a private Redis', () => {
  it('is on loopback, keeps nothing, and is gone after stop', async () => {
    const running = await start();
    const { handle, info } = running;
    expect(handle).toMatchObject({
      host: '127.0.0.1',
      isPrivate: true,
      url: `redis://127.0.0.1:${handle.port}/0`,
    });
    expect(info.args).toEqual(expect.arrayContaining(['--bind', '127.0.0.1', '--appendonly', 'no']));
    const client = await handle.connect('test');
    expect(await client.config('GET', 'save')).toEqual(['save', '']);
    const pid = await pidOf(handle);
    expect([...host.watched]).toEqual([pid]);
    await running.stop();
    expect(isAlive(pid)).toBe(false);
    expect(host.watched.size).toBe(0);
  });

  it('takes directives, those of several words too', async () => {
    const { handle } = await start({ config: { 'client-output-buffer-limit': 'pubsub 1048576 0 0' } });
    const client = await handle.connect('test');
    expect(String(await client.config('GET', 'client-output-buffer-limit'))).toContain('pubsub 1048576 0 0');
  });

  it('that refuses its directives says so with its own words', async () => {
    await expect(redis({ config: { maxmemory: 'much' } }).start(host)).rejects.toThrow(
      /argument must be a memory value/,
    );
    expect(host.watched.size).toBe(0);
  });

  it('finds another port when somebody took the free one, whatever speaks there', async () => {
    const foreign = await startLearnersRedis();
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    cleanups.push(foreign.stop, () => silent.close());
    for (const port of [foreign.port, (silent.address() as AddressInfo).port]) {
      nextFreePortIs(port);
      const { handle } = await start();
      expect(handle.port).not.toBe(port);
      expect(host.watched).toContain(await pidOf(handle));
    }
    // A foreign Redis answers PING just as well; it was not mistaken for ours.
    expect(await foreign.client.ping()).toBe('PONG');
  });

  it('killed and started again is on the same port, with what its AOF holds', async () => {
    const { handle } = await start({ config: { appendonly: 'yes', appendfsync: 'always' } });
    const [port, pid] = [handle.port, await pidOf(handle)];
    await (await handle.connect('writer')).set('kept', 'yes');
    await handle.kill();
    expect(isAlive(pid)).toBe(false);
    await expect(handle.connect('nobody')).rejects.toThrow(/ECONNREFUSED/);
    await handle.restart();
    expect(handle.port).toBe(port);
    expect(await pidOf(handle)).not.toBe(pid);
    expect(await (await handle.connect('reader')).get('kept')).toBe('yes');
    // Both lives are in the one log.
    expect((await handle.log()).match(/Ready to accept connections/g)).toHaveLength(2);
  });

  it('restarted without AOF has forgotten everything', async () => {
    const { handle } = await start();
    await (await handle.connect('writer')).set('kept', 'no');
    await handle.restart();
    expect(await (await handle.connect('reader')).dbsize()).toBe(0);
  });

  it('paused leaves PING unanswered, resumed answers it', async () => {
    const { handle } = await start();
    const client = await handle.connect('test');
    handle.pause();
    const [pid] = host.watched;
    await eventually(async () => expect(await readFile(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) T /));
    let answer = '';
    const asked = client.ping().then((reply) => {
      answer = reply;
    });
    // A command that was sent later on another way round: the event loop turned, and the answer is not there.
    await expect(handle.connect('too late')).rejects.toThrow(/does not answer PING/);
    expect(answer).toBe('');
    handle.resume();
    await asked;
    expect(answer).toBe('PONG');
  });

  it('that dies by itself fails the run', async () => {
    const { handle } = await start();
    process.kill(await pidOf(handle), 'SIGKILL');
    expect((await host.failure).message).toContain('redis-server ended in the middle of the run (SIGKILL)');
  });

  it('ends the connections that a lab forgot', async () => {
    const running = await start();
    const client = await running.handle.connect('forgotten');
    const socket = await running.handle.openSocket();
    const pipeline = await running.handle.pipeline('forgotten');
    await running.stop();
    await expect(pipeline.send([['PING']])).rejects.toThrow();
    await eventually(() => expect([client.status, socket.destroyed]).toEqual(['end', true]));
  });
});

describe('a connection', () => {
  it('has its name on the server and speaks RESP3, or RESP2 where asked to', async () => {
    const { handle } = await start();
    for (const [options, protocol] of [
      [{}, 'resp=3'],
      [{ protocol: 2 }, 'resp=2'],
    ] as const) {
      const client = await handle.connect('by-name', options);
      expect(await client.client('INFO')).toContain('name=by-name');
      expect(await client.client('INFO')).toContain(protocol);
      client.disconnect();
    }
  });

  it('that is lost fails its command at once, and comes back only where asked to', async () => {
    const { handle } = await start();
    const killer = await handle.connect('killer');
    for (const reconnect of [false, true]) {
      const client = await handle.connect('victim', { reconnect });
      const id = await client.client('ID');
      const back = new Promise((resolve) => client.once(reconnect ? 'ready' : 'end', resolve));
      const waiting = client.blpop('never', 0);
      const lost = expect(waiting).rejects.toThrow();
      await killer.client('KILL', 'ID', id);
      await lost;
      await back;
      if (reconnect) expect(await client.client('ID')).not.toBe(id);
      client.disconnect();
    }
  });
});

describe('the learner’s own Redis', () => {
  it('has every key behind the run’s prefix, and those named are gone after stop', async () => {
    const theirs = await startLearnersRedis();
    cleanups.push(theirs.stop);
    const own = openTestHost({ external: { redis: `redis://127.0.0.1:${theirs.port}` } });
    const { handle, info, stop } = await redis().start(own);
    expect(handle.isPrivate).toBe(false);
    expect(info).toEqual({ name: 'redis', version: expect.stringMatching(/^\d+\.\d+/), args: [] });
    expect(handle.key('stream')).toBe('redis-lab:a-run:stream');
    await theirs.client.set('mine', '1');
    await theirs.client.set(handle.key('stream'), '1');
    await stop();
    expect(await theirs.client.keys('*')).toEqual(['mine']);
  });

  it('refuses what needs a private one', async () => {
    const theirs = await startLearnersRedis();
    cleanups.push(theirs.stop);
    const own = openTestHost({ external: { redis: `redis://127.0.0.1:${theirs.port}` } });
    const { handle, stop } = await redis().start(own);
    cleanups.push(stop);
    for (const verb of ['pause', 'resume', 'kill', 'restart', 'log'] as const) {
      expect(() => handle[verb]()).toThrow(/must skip/);
    }
    expect(await theirs.client.ping()).toBe('PONG');
  });

  it('that goes away fails the run', async () => {
    const theirs = await startLearnersRedis();
    cleanups.push(theirs.stop);
    const own = openTestHost({ external: { redis: `redis://127.0.0.1:${theirs.port}` } });
    const { stop } = await redis().start(own);
    cleanups.push(() => stop().catch(() => {}));
    await theirs.kill();
    expect((await own.failure).message).toContain('cannot be used');
  });
});

describe('a pipeline', () => {
  it('sends in order, under its name, and says what the server refused; what stood behind it was done', async () => {
    const { handle } = await start();
    const pipeline = await handle.pipeline('many');
    await pipeline.send(['1', '2', '3'].map((n) => ['RPUSH', 'list', n]));
    const refused = pipeline.send([
      ['RPUSH', 'list', '4'],
      ['RPUSH', 'list'],
      ['RPUSH', 'list', '5'],
    ]);
    await expect(refused.catch((error) => explainClientError(error, undefined))).resolves.toMatchObject({
      explanation: {
        what: { en: 'Redis refused a command.' },
        why: { en: expect.stringMatching(/wrong number/) },
      },
    });
    const reader = await handle.connect('reader');
    expect(await reader.lrange('list', 0, -1)).toEqual(['1', '2', '3', '4', '5']);
    expect(await reader.client('LIST')).toContain('name=many');
  });

  it('to a server that takes the connection and says nothing is refused, as any client is', async () => {
    const { handle } = await start();
    handle.pause();
    await expect(handle.pipeline('many')).rejects.toThrow(LabError);
    handle.resume();
  });

  it('knows of two that are under way which is answered, and of nothing to send that it is done', async () => {
    const { handle } = await start();
    const pipeline = await handle.pipeline('many');
    const long = 'x'.repeat(100_000);
    const refused = expect(pipeline.send([['SET', 'long', long], ['NOSUCH']])).rejects.toThrow('NOSUCH');
    await pipeline.send([
      ['GET', 'long'],
      ['LRANGE', 'none', '0', '-1'],
      ['GET', 'none'],
    ]);
    await refused;
    await pipeline.send([]);
  });

  it('whose server dies fails what is under way, and says so as any client does', async () => {
    const { handle } = await start();
    const pipeline = await handle.pipeline('many');
    const lost = expect(
      pipeline
        .send([['PING'], ['BLPOP', 'never', '0']])
        .catch((error) => explainClientError(error, undefined)),
    );
    await handle.kill();
    await lost.resolves.toMatchObject({
      explanation: { what: { en: expect.stringMatching(/connection .* was lost/) } },
    });
  });
});
