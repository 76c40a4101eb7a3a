import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Channel, connect } from 'amqplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LabError, RefusedError } from '../../src/core/errors.ts';
import type { HeldServer, RunningService } from '../../src/core/service.ts';
import { freePort } from '../../src/services/port.ts';
import { ccProgram, type PowerCut, powerCut } from '../../src/services/power-cut.ts';
import { findProgram } from '../../src/services/programs.ts';
import { type RabbitmqServer, rabbitmq, rabbitmqProgram } from '../../src/services/rabbitmq.ts';
import { alarmRaised, explainAmqpError } from '../../src/services/rabbitmq-errors.ts';
import { parseAmqpUrl } from '../../src/services/rabbitmq-url.ts';
import { eventually } from '../eventually.ts';
import { listening } from '../listening.ts';
import { processesOf } from '../processes.ts';
import { openTestHost, type TestHost } from '../service-host.ts';

const isMissing = (await findProgram(rabbitmqProgram)) === null;
const counts = process.platform === 'linux' && (await findProgram(ccProgram)) !== null;

describe.skipIf(isMissing)('a private RabbitMQ (skipped where none is installed)', () => {
  let host: TestHost;
  let running: RunningService<RabbitmqServer>;
  let server: RabbitmqServer;
  let folder: string;
  const secrets: string[] = [];
  beforeAll(async () => {
    const plain = openTestHost();
    host = {
      ...plain,
      async tempFolder(name, owner) {
        const made = await plain.tempFolder(name, owner);
        if (name === 'rabbitmq') folder = made;
        return made;
      },
      newSecret() {
        const secret = plain.newSecret();
        secrets.push(secret);
        return secret;
      },
    };
    const power = counts ? (await powerCut().start(host)).handle : null;
    running = await rabbitmq({ arms: ['orders', 'other'], ...(power && { power }) }).start(host);
    server = running.handle;
  }, 120_000);
  afterAll(async () => {
    await running?.stop();
    await host.removeFolders();
  });

  /** Process by process, what works in the broker's folder. */
  async function workers(): Promise<string[]> {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')));
    return pids.filter((_, index) => folders[index] === folder);
  }

  async function publish(arm: string, queue: string, text: string): Promise<void> {
    const channel = await (await server.connect(arm)).createConfirmChannel();
    await channel.assertQueue(queue, { durable: true });
    channel.sendToQueue(queue, Buffer.from(text), { persistent: true });
    await channel.waitForConfirms();
  }

  async function take(arm: string, queue: string): Promise<string | null> {
    const channel = await (await server.connect(arm)).createChannel();
    await channel.assertQueue(queue, { durable: true });
    const message = await channel.get(queue, { noAck: true });
    return message ? message.content.toString() : null;
  }

  function portOfServer(): Promise<number> {
    return readFile(`${folder}/rabbitmq.conf`, 'utf8').then((text) =>
      Number(/127\.0\.0\.1:(\d+)/.exec(text)?.[1]),
    );
  }

  /** The same broker, as if it were the learner's. */
  async function useOwn(): Promise<RunningService<RabbitmqServer>> {
    const url = `amqp://redis_lab:${secrets[1]}@127.0.0.1:${await portOfServer()}/other`;
    return await rabbitmq({ arms: [] }).start(openTestHost({ external: { amqp: url } }));
  }

  it.skipIf(!counts)('says what it takes, and a quorum queue syncs for each confirm', async () => {
    const footprint = await server.footprint();
    expect(footprint?.memoryBytes).toBeGreaterThan(20_000_000);
    expect(footprint?.openFiles).toBeGreaterThan(5);
    const channel = await server.channel('orders');
    await channel.assertQueue('synced', { arguments: { 'x-queue-type': 'quorum' } });
    const before = (await server.syncs()) as number;
    for (let n = 0; n < 20; n += 1) {
      channel.sendToQueue('synced', Buffer.from('x'), { persistent: true });
      await channel.waitForConfirms();
    }
    expect((await server.syncs()) as number).toBeGreaterThanOrEqual(before + 20);
  });

  it('keeps the queues of one arm apart from those of another', async () => {
    expect(server).toMatchObject({ isPrivate: true, version: expect.stringMatching(/^\d+\.\d+/) });
    expect(server.queue('q')).toBe('q');
    await publish('orders', 'q', 'one');
    expect(await take('other', 'q')).toBeNull();
    expect(await take('orders', 'q')).toBe('one');
    await expect(server.connect('nowhere')).rejects.toThrow(
      /does not let the user redis_lab into the virtual host 'nowhere'/,
    );
  });

  it('asks for a secret that nobody sees, and knows no guest', async () => {
    const at = { hostname: '127.0.0.1', port: await portOfServer(), vhost: 'orders' };
    for (const [username, password] of [
      ['guest', 'guest'],
      ['redis_lab', ''],
      ['redis_lab', 'guess'],
    ] as const)
      await expect(connect({ ...at, username, password })).rejects.toThrow(/ACCESS.REFUSED/);
    const seen = await Promise.all(
      (await workers()).flatMap((pid) =>
        ['cmdline', 'environ'].map((file) => readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '')),
      ),
    );
    expect(seen.join()).toContain('beam');
    const log = await readFile(`${folder}/rabbitmq-server.log`, 'utf8');
    expect(secrets).toHaveLength(2);
    for (const secret of secrets)
      expect(seen.join() + log + JSON.stringify(running.info)).not.toContain(secret);
  });

  it('listens on loopback only, its port mapper and its distribution, too', async () => {
    const pids = await workers();
    expect(pids.length).toBeGreaterThan(0);
    const open = await listening([...pids, ...[...host.watched].map(String)]);
    expect(open.length).toBeGreaterThanOrEqual(3);
    for (const address of open) expect(address).toMatch(/^(0100007F|0{24}01000000):/);
  });

  it('loses nothing durable at kill -9, and answers nobody while it is paused', async () => {
    await publish('orders', 'kept', 'two');
    const own = await useOwn();
    own.handle.queue('left');
    const before = await workers();
    await server.kill();
    await eventually(async () => expect(await workers()).toEqual([]));
    await expect(server.connect('orders')).rejects.toThrow(LabError);
    await expect(own.stop()).rejects.toMatchObject({
      name: 'LabError',
      explanation: { next: { en: "rabbitmqctl -p 'other' delete_queue 'redis-lab.a-run.left'" } },
    });
    await server.restart();
    expect(await take('orders', 'kept')).toBe('two');
    expect(await workers()).not.toEqual(before);

    server.pause();
    let answered = false;
    const late = server.connect('orders').then(() => {
      answered = true;
    });
    await eventually(async () => {
      const states = (await workers()).map((pid) => readFile(`/proc/${pid}/stat`, 'latin1'));
      expect((await Promise.all(states)).join()).toMatch(/\(beam\.smp\) T /);
    });
    expect(answered).toBe(false);
    server.resume();
    await late;
    expect(host.noted.flatMap((happening) => ('state' in happening ? [happening.state] : []))).toEqual([
      'dead',
      'up',
      'paused',
      'up',
    ]);
  }, 120_000);

  it('as the learner’s own is used under a prefix, and what a run made is deleted', async () => {
    await publish('other', 'mine', 'stays');
    const own = await useOwn();
    expect(own.handle.isPrivate).toBe(false);
    expect(JSON.stringify(own.info)).not.toContain(secrets[1]);
    const channel = await (await own.handle.connect('orders')).createChannel();
    const [queue, exchange] = [own.handle.queue('mine'), own.handle.exchange('routes')];
    expect(queue).toBe('redis-lab.a-run.mine');
    own.handle.queue('never made');
    await channel.assertQueue(queue);
    await channel.assertExchange(exchange, 'topic');
    expect(() => own.handle.pause()).toThrow('private');
    await own.stop();

    const look = async () => {
      const after = await (await server.connect('other')).createChannel();
      after.on('error', () => {});
      return after;
    };
    await expect((await look()).checkQueue(queue)).rejects.toThrow('NOT_FOUND');
    await expect((await look()).checkExchange(exchange)).rejects.toThrow('NOT_FOUND');
    expect(await take('other', 'mine')).toBe('stays');
  });

  /** What a channel is closed with, in words for people. */
  async function refusal(use: (channel: Channel) => Promise<unknown> | unknown): Promise<LabError> {
    const channel = await (await server.connect('orders')).createChannel();
    const closed = once(channel, 'error');
    await Promise.resolve(use(channel)).catch(() => {}); // The channel itself says it, too.
    const explained = explainAmqpError((await closed)[0], true);
    expect(explained).toBeInstanceOf(RefusedError);
    return explained as LabError;
  }

  it('explains what it refuses: another declaration, a queue that is not there', async () => {
    const again = await refusal(async (channel) => {
      await channel.assertQueue('twice', { durable: true });
      await channel.assertQueue('twice', { durable: true, messageTtl: 1_000 });
    });
    expect(again.explanation.what.en).toBe("The queue 'twice' is there already, with other arguments.");
    expect(again.explanation.why.en).toContain("'x-message-ttl': PRECONDITION_FAILED");
    expect(again.explanation.next.en).toBe("rabbitmqctl -p 'orders' delete_queue 'twice'");
    const nowhere = await refusal((channel) => channel.checkQueue('nowhere'));
    expect(nowhere.explanation.what.en).toBe("There is no queue 'nowhere'.");
  });

  it('by hand lets its learner in; too large a message and too little disk are told as such', async () => {
    const { client, login, url, pid } = await (running.handOver as () => Promise<HeldServer>)();
    for (const secret of secrets) expect(url + client + login).not.toContain(secret);
    expect((await stat(`${folder}/.erlang.cookie`)).mode & 0o077).toBe(0);
    expect(await readFile(`/proc/${pid()}/comm`, 'latin1')).toBe('beam.smp\n');
    const control = (erlang: string) => promisify(execFile)('sh', ['-c', `${client} eval '${erlang}.'`]);

    await control('application:set_env(rabbit, max_message_size, 1000)');
    const large = await refusal((channel) => channel.sendToQueue('twice', Buffer.alloc(1_001)));
    expect(large.explanation.what.en).toBe('A message of 1001 bytes is larger than RabbitMQ takes (1000).');

    await control('rabbit_disk_monitor:set_disk_free_limit(9000000000000000)');
    const channel = await server.channel('orders');
    channel.sendToQueue('twice', Buffer.from('one too many'));
    expect(await host.failure).toMatchObject({
      explanation: {
        what: { en: expect.stringMatching(/takes nothing more \(amqp:\/\/127\.0\.0\.1:\d+\/orders\)/) },
        why: { en: expect.stringContaining('low watermark (disk_free_limit)') },
        next: { en: expect.stringContaining('rabbitmqctl set_disk_free_limit') },
      },
    });
  });
});

describe.skipIf(isMissing)('a private RabbitMQ whose owner is killed with -9', () => {
  it('leaves no process and no file behind, whatever TMPDIR is called', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'redis-lab-test-'));
    const place = join(folder, `a;b "c" 'd' $PATH, {e}#\\한글`);
    await mkdir(place);
    const internal = (name: string) => JSON.stringify(resolve(`dist/internals/${name}.js`));
    const script = `
      import { openServiceHost } from ${internal('host')};
      import { rabbitmq } from ${internal('rabbitmq')};
      const signal = new AbortController().signal;
      const options = { runId: 'a-run', signal, emit() {}, note() {}, fail(error) { throw error; } };
      await rabbitmq({ arms: ['a'] }).start(openServiceHost({ external: {}, trace: false }, options));
      console.log('up');
      setInterval(() => {}, 1_000_000);
    `;
    const owner = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: place },
    });
    await once(owner.stdout, 'data');
    const commands = async () =>
      await Promise.all(
        (await processesOf(place)).map((pid) => readFile(`/proc/${pid}/comm`, 'latin1').catch(() => '')),
      );
    expect(await commands()).toEqual(expect.arrayContaining(['beam.smp\n', 'epmd\n', 'erl_child_setup\n']));
    owner.kill('SIGKILL');
    await eventually(async () => {
      expect(await commands()).toEqual([]);
      expect(await readdir(place)).toEqual([]);
    });
    await rm(folder, { recursive: true });
  }, 120_000);
});

describe.skipIf(isMissing)('a private RabbitMQ whose second port somebody takes in between', () => {
  it('comes up on another one', async () => {
    const host = openTestHost();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const ports = [(other.address() as AddressInfo).port, await freePort()];
    const tried: (number | undefined)[] = [];
    const power: PowerCut = {
      environment: {
        get RABBITMQ_DIST_PORT() {
          tried.push(ports[tried.length]);
          return String(tried.at(-1));
        },
      },
      prepare: async () => {},
      syncs: async () => 0,
      slowDown: async () => {},
      cut: async () => ({ lostBytes: 0 }),
    };
    const running = await rabbitmq({ arms: ['orders'], power }).start(host);
    expect(tried).toEqual(ports);
    await running.stop();
    await host.removeFolders();
    other.close();
  }, 120_000);
});

it.skipIf(isMissing)(
  'a private RabbitMQ that is not wanted any more as it starts takes epmd along',
  async () => {
    const plain = openTestHost();
    const watchGroup = (group: number) => {
      plain.watchGroup(group);
      if (plain.watched.size === 2) plain.abort();
    };
    await expect(rabbitmq({ arms: [] }).start({ ...plain, watchGroup })).rejects.toThrow('interrupted');
    expect(plain.watched).toEqual(new Set());
    await plain.removeFolders();
  },
);

describe('what RabbitMQ says', () => {
  const closed = (text: string) =>
    Object.assign(new Error(`Channel closed by server: 403 (X) with message "${text}"`), { code: 403 });

  it.each([
    [
      "ACCESS_REFUSED - access to queue 'q' in vhost '/' refused for user 'kim'",
      /allow this to the user kim\. ACCESS_REFUSED/,
    ],
    [
      'CONNECTION_FORCED - broker forced connection closure',
      /closed a connection or a channel\. CONNECTION_F/,
    ],
  ])('%s', (text, said) => {
    expect(explainAmqpError(closed(text), true)).toBeInstanceOf(RefusedError);
    const onPrivate = explainAmqpError(closed(text), false) as LabError;
    expect(onPrivate).not.toBeInstanceOf(RefusedError);
    expect(onPrivate.message).toMatch(said);
  });

  it('a connection that is lost is told as such, and what is not of RabbitMQ stays as it is', () => {
    expect(explainAmqpError(new Error('Channel ended, no reply will be forthcoming'), true)).toMatchObject({
      explanation: { what: { en: expect.stringContaining('connection to RabbitMQ was lost') } },
    });
    for (const other of [new Error('Connection is closed.'), new TypeError('x'), null])
      expect(explainAmqpError(other, true)).toBe(other);
  });

  it('memory runs short as disk does', () => {
    const address = parseAmqpUrl('amqp://u:secret@h');
    const { explanation, message } = alarmRaised(address, 'low on memory');
    expect(explanation.why.en).toContain('vm_memory_high_watermark');
    expect(message).not.toContain('secret');
  });
});

describe('a RabbitMQ of one’s own', () => {
  it.each([
    [
      'amqp://127.0.0.1',
      { protocol: 'amqp', hostname: '127.0.0.1', port: 5672, username: 'guest', vhost: '/' },
    ],
    ['amqps://u:p%2F%23@[::1]/a%2Fb', { port: 5671, hostname: '::1', password: 'p/#', vhost: 'a/b' }],
  ])('%s is read as the AMQP URI says', (url, expected) => {
    expect(parseAmqpUrl(url)).toMatchObject(expected);
  });

  it.each(['', 'localhost:5672', 'http://u:secret@h', 'amqp://u:se#cret@h', 'amqp://u:secret@h/%zz'])(
    '%s is refused without repeating it',
    (url) => {
      expect(() => parseAmqpUrl(url)).toThrow(expect.not.objectContaining({ message: /secret|se#/ }));
      expect(() => parseAmqpUrl(url)).toThrow('cannot be read');
    },
  );

  it('that speaks another protocol, or is not there, is an error that says so', async () => {
    const other: Server = createServer((socket) => socket.resume().end('HTTP/1.1 400\r\n\r\n'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const url = `amqp://u:secret@127.0.0.1:${port}`;
    const attempt = () => rabbitmq({ arms: [] }).start(openTestHost({ external: { amqp: url } }));
    await expect(attempt()).rejects.toThrow(/The RabbitMQ at amqp:\/\/127\.0\.0\.1:\d+\/%2F cannot be used/);
    await new Promise((resolve) => other.close(resolve));
    await expect(attempt()).rejects.toThrow('ECONNREFUSED');
  });
});
