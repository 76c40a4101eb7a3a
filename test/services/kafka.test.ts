import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { exitCodes } from '../../src/core/errors.ts';
import type { RunningService } from '../../src/core/service.ts';
import { javaProgram, type KafkaServer, kafka, kafkaProgram } from '../../src/services/kafka.ts';
import { parseKafkaAddress } from '../../src/services/kafka-address.ts';
import { askKafka } from '../../src/services/kafka-admin.ts';
import type { KafkaClient, KafkaClientOptions } from '../../src/services/kafka-client.ts';
import { ccProgram, powerCut } from '../../src/services/power-cut.ts';
import { findProgram } from '../../src/services/programs.ts';
import { eventually } from '../eventually.ts';
import { listening } from '../listening.ts';
import { isAlive, processesOf } from '../processes.ts';
import { openTestHost, type TestHost } from '../service-host.ts';

/** The worst that can be drawn: an id that begins with a dash, a port that somebody has taken, and the same port twice. */
vi.mock(import('node:crypto'), async (original) => {
  const { randomBytes, ...rest } = await original();
  const dash = (size: number) => Buffer.concat([Buffer.of(0xf8), randomBytes(size - 1)]);
  return { ...rest, randomBytes: dash as typeof randomBytes };
});
vi.mock(import('../../src/services/port.ts'), async (original) => {
  const { freePort, onFreePort } = await original();
  const { createServer } = await import('node:net');
  const somebody = createServer().listen(0, '127.0.0.1').unref();
  let taken = true;
  let last: number | null = null;
  return {
    async freePort() {
      const drawn = last ?? (await freePort());
      last = null;
      return drawn;
    },
    onFreePort: (start) =>
      onFreePort((port) => {
        last = taken ? (somebody.address() as AddressInfo).port : port;
        taken = false;
        return start(last);
      }),
  };
});

const isMissing = !((await findProgram(javaProgram)) && (await findProgram(kafkaProgram)));

const counts = process.platform === 'linux' && (await findProgram(ccProgram)) !== null;

/** An independent client: librdkafka's. */
const kcat = await findProgram({
  name: 'kcat',
  binaries: ['kcat', 'kafkacat'],
  versionArgs: ['-V'],
  packages: { apt: 'kcat', dnf: 'kcat', pacman: 'kcat', apk: 'kcat', brew: 'kcat' },
});

describe.skipIf(isMissing)('a private Kafka (skipped where none is installed, or no Java)', () => {
  let host: TestHost;
  let running: RunningService<KafkaServer>;
  let server: KafkaServer;
  let folder: string;
  const secrets: string[] = [];
  beforeAll(async () => {
    const plain = openTestHost();
    host = {
      ...plain,
      async tempFolder(name, owner) {
        folder = await plain.tempFolder(name, owner);
        return folder;
      },
      newSecret() {
        secrets.push(plain.newSecret());
        return secrets.at(-1) as string;
      },
    };
    const power = counts ? (await powerCut().start(plain)).handle : undefined;
    running = await kafka(power).start(host);
    server = running.handle;
  }, 120_000);
  afterAll(async () => {
    await running?.stop();
    await host.removeFolders();
  });

  const pid = () => [...host.watched][0] as number;
  async function portOfServer(): Promise<number> {
    const text = await readFile(`${folder}/server.properties`, 'utf8');
    return Number(/CLIENT:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1]);
  }
  const own = async () => {
    const url = `redis_lab:${secrets.at(-1)}@127.0.0.1:${await portOfServer()}`;
    return await kafka().start(openTestHost({ external: { kafka: url } }));
  };

  async function withClient<Answer>(
    options: KafkaClientOptions,
    use: (client: KafkaClient) => Promise<Answer>,
  ): Promise<Answer> {
    const client = server.client(options);
    return await use(client).finally(client.close);
  }

  /** Everything that the topic holds, or what comes after the group's place in it. */
  const read = (topic: string, group: string, count: number, commits = false) =>
    withClient({}, async (client) => {
      const values: string[] = [];
      await client.consume(topic, group, async (message) => {
        values.push(message.value);
        if (commits) await client.commit(message);
      });
      await eventually(() => expect(values.length).toBeGreaterThanOrEqual(count));
      return values;
    });

  it.each<KafkaClientOptions>([
    { acks: 'none' },
    { acks: 'leader' },
    { acks: 'all' },
    { acks: 'all', idempotent: true },
  ])('carries messages in the order of their partition: %o', async (options) => {
    const topic = `way-${options.acks}-${options.idempotent ?? false}`;
    await server.createTopic(topic, 1);
    await withClient(options, async (client) => {
      await client.produce(topic, ['1', '2']);
      await client.produce(topic, ['3']);
      // What nobody acknowledges is on its way: the client must not hang up before it is there.
      expect(await read(topic, `group-${topic}`, 3)).toEqual(['1', '2', '3']);
    });
  });

  it('goes on after what its group committed, and again from where it is told', async () => {
    await server.createTopic('offsets', 1);
    await withClient({}, (client) => client.produce('offsets', ['1', '2', '3']));
    expect(await read('offsets', 'g', 3, true)).toEqual(['1', '2', '3']);
    await withClient({}, (client) => client.produce('offsets', ['4']));
    expect(await read('offsets', 'g', 1)).toEqual(['4']);
    await withClient({}, async (client) => {
      const values: string[] = [];
      await client.consume('offsets', 'g', async ({ value }) => void values.push(value));
      client.seek('offsets', 0, '1');
      await eventually(() => expect(values.join('')).toMatch(/234$/));
    });
  });

  it('comes back when its group has given up on it in the middle of a message', async () => {
    await server.createTopic('long', 1);
    await withClient({}, (client) => client.produce('long', ['1', '2']));
    const members = async () => {
      const { groups } = await askKafka(server.address, (admin) => admin.describeGroups(['long']));
      return groups[0]?.members.length;
    };
    await withClient({}, async (client) => {
      const values: string[] = [];
      await client.consume('long', 'long', async (message) => {
        values.push(message.value);
        // Nobody says meanwhile that it is alive.
        if (values.length === 1) await eventually(async () => expect(await members()).toBe(0));
        await client.commit(message);
      });
      await eventually(() => expect(values).toEqual(['1', '1', '2']));
    });
  });

  it.skipIf(!counts)('says what it takes, and what it syncs', async () => {
    const footprint = await server.footprint();
    expect(footprint?.memoryBytes).toBeGreaterThan(50_000_000);
    expect(footprint?.cpuMs).toBeGreaterThan(100);
    expect((await server.syncs()) as number).toBeGreaterThan(0); // Its own log of topics.
  });

  it('asks for a secret that nobody sees, at both of its doors', async () => {
    const settings = await readFile(`${folder}/server.properties`, 'utf8');
    const ports = [...settings.matchAll(/^listeners=.*$/gm)].flatMap(([line]) =>
      [...line.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port]) => Number(port)),
    );
    expect(ports).toHaveLength(2);
    const logins = [undefined, 'guess', ''].map((password) =>
      password === undefined ? {} : { login: { username: 'redis_lab', password } },
    );
    for (const login of logins)
      for (const port of ports)
        await expect(
          askKafka({ host: '127.0.0.1', port, ...login }, (admin) => admin.describeCluster(), 0),
        ).rejects.toThrow();
    const seen = await Promise.all(
      ['cmdline', 'environ'].map((file) => readFile(`/proc/${pid()}/${file}`, 'latin1')),
    );
    const log = await readFile(`${folder}/kafka.log`, 'utf8');
    expect(seen.join()).toContain('kafka.Kafka');
    for (const secret of secrets)
      expect(seen.join() + log + JSON.stringify(running.info)).not.toContain(secret);
  });

  it('listens on loopback only', async () => {
    const open = await listening([String(pid())]);
    expect(open).toHaveLength(2);
    for (const address of open) expect(address).toMatch(/^(0100007F|0{24}01000000|0{16}FFFF00000100007F):/);
  });

  it.skipIf(kcat === null)('kcat counts a topic as we do (skipped where it is not installed)', async () => {
    await server.createTopic('counted', 1);
    const values = Array.from({ length: 100 }, (_, index) => `${index}`);
    await withClient({}, (client) => client.produce('counted', values));
    const login = [
      `bootstrap.servers=127.0.0.1:${await portOfServer()}`,
      'security.protocol=SASL_PLAINTEXT',
      'sasl.mechanisms=PLAIN',
      'sasl.username=redis_lab',
      `sasl.password=${secrets.at(-1)}`,
    ];
    await writeFile(`${folder}/kcat.conf`, login.join('\n'), { mode: 0o600 });
    const args = ['-F', `${folder}/kcat.conf`, '-C', '-t', 'counted', '-e', '-q'];
    const { stdout } = await promisify(execFile)(kcat?.file ?? '', args);
    expect(stdout.trim().split('\n')).toEqual(values);
  });

  it('loses nothing acknowledged at kill -9, and answers nobody while it is paused', async () => {
    await server.createTopic('kept', 1);
    await withClient({ acks: 'all' }, async (client) => {
      await client.produce('kept', ['1', '2', '3']);
      const before = pid();
      await server.kill();
      expect(isAlive(before)).toBe(false);
      await server.restart();
      expect(pid()).not.toBe(before);
      expect(await read('kept', 'after', 3)).toEqual(['1', '2', '3']);

      server.pause();
      let answered = false;
      const late = client.produce('kept', ['4']).then(() => {
        answered = true;
      });
      await eventually(async () =>
        expect(await readFile(`/proc/${pid()}/stat`, 'latin1')).toMatch(/\(java\) T /),
      );
      expect(answered).toBe(false);
      server.resume();
      await late;
    });
    const states = host.noted.flatMap((happening) => ('state' in happening ? [happening.state] : []));
    expect(states).toEqual(['dead', 'up', 'paused', 'up']);
  }, 120_000);

  it('as the learner’s own is used under a prefix, and what a run made is deleted', async () => {
    const theirs = await own();
    const { handle } = theirs;
    expect(JSON.stringify(theirs.info)).not.toContain(secrets.at(-1));
    const topic = handle.name('mine');
    expect([handle.isPrivate, topic]).toEqual([false, 'redis-lab.a-run.mine']);
    expect(() => handle.pause()).toThrow('private');
    await server.createTopic('stays', 1);
    await handle.createTopic(topic, 1);
    await handle.client().produce(topic, ['1']);
    await theirs.stop();
    const {
      host: at,
      port,
      login,
    } = parseKafkaAddress(`redis_lab:${secrets.at(-1)}@127.0.0.1:${await portOfServer()}`);
    const address = { host: at, port, ...(login && { login }) };
    await eventually(async () => {
      const topics = await askKafka(address, (admin) => admin.listTopics());
      expect(topics).toContain('stays');
      expect(topics).not.toContain(topic);
    });
  });
});

describe.skipIf(isMissing)('a private Kafka whose owner is killed with -9', () => {
  it('leaves no process and no file behind, whatever TMPDIR is called', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'redis-lab-test-'));
    const place = join(folder, `a;b "c" 'd' $PATH, {e}#\\한글`);
    await mkdir(place);
    const internal = (name: string) => JSON.stringify(resolve(`dist/internals/${name}.js`));
    const script = `
      import { openServiceHost } from ${internal('host')};
      import { kafka } from ${internal('kafka')};
      const signal = new AbortController().signal;
      const options = { runId: 'a-run', signal, emit() {}, note() {}, fail(error) { throw error; } };
      await kafka().start(openServiceHost({ external: {}, trace: false }, options));
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
    expect(await commands()).toContain('java\n');
    owner.kill('SIGKILL');
    await eventually(async () => {
      expect(await commands()).toEqual([]);
      expect(await readdir(place)).toEqual([]);
    });
    await rm(folder, { recursive: true });
  }, 120_000);
});

describe('a Kafka of one’s own', () => {
  it.each([
    ['127.0.0.1:9092', { host: '127.0.0.1', port: 9092 }],
    ['u:p%2F%23@[::1]:1', { host: '::1', port: 1, login: { username: 'u', password: 'p/#' } }],
    ['kafka://broker:9092', { host: 'broker', port: 9092 }],
  ])('%s', (text, expected) => expect(parseKafkaAddress(text)).toEqual(expected));

  it.each(['', 'localhost', 'u:secret@h', 'a:1,b:2', 'u:secret@h:99999', 'u:se cret@h:1/x'])(
    '%s is refused without repeating it',
    (text) => {
      expect(() => parseKafkaAddress(text)).toThrow(
        expect.not.objectContaining({ message: /secret|se cret/ }),
      );
      expect(() => parseKafkaAddress(text)).toThrow('cannot be read');
    },
  );

  it('that speaks another protocol, or is not there, is an error that says so', async () => {
    const other: Server = createServer((socket) => socket.resume().end('HTTP/1.1 400\r\n\r\n'));
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const { port } = other.address() as { port: number };
    const attempt = () => kafka().start(openTestHost({ external: { kafka: `u:secret@127.0.0.1:${port}` } }));
    await expect(attempt()).rejects.toThrow(/The Kafka at 127\.0\.0\.1:\d+ cannot be used/);
    await new Promise((done) => other.close(done));
    await expect(attempt()).rejects.toThrow('ECONNREFUSED');
  });
});

it('a Java that is too old is missing, and the reason says which one is wanted', async () => {
  const { requireVersion } = await import('../../src/services/kafka-private.ts');
  expect(() => requireVersion({ file: '/usr/bin/java', version: '11.0.2' })).toThrow(
    expect.objectContaining({
      exitCode: exitCodes.programMissing,
      message: expect.stringMatching(/11\.0\.2.*17/),
    }),
  );
  for (const version of ['17.0.15', '21.0', '?']) requireVersion({ file: 'java', version });
});
