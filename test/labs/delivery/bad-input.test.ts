import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { matrix } from '../../../labs/delivery/acts/matrix.ts';
import { order } from '../../../labs/delivery/acts/order.ts';
import { readers } from '../../../labs/delivery/acts/readers.ts';
import { speed } from '../../../labs/delivery/acts/speed.ts';
import type { DeliveryData } from '../../../labs/delivery/data.ts';
import { vhost } from '../../../labs/delivery/settings.ts';
import type { RunRecord } from '../../../src/core/record.ts';
import { type OwnedScope, openScope } from '../../../src/core/scope.ts';
import { openServiceHost } from '../../../src/services/host.ts';
import { type KafkaServer, kafka } from '../../../src/services/kafka.ts';
import { askKafka } from '../../../src/services/kafka-admin.ts';
import { findProgram } from '../../../src/services/programs.ts';
import { type RabbitmqServer, rabbitmq } from '../../../src/services/rabbitmq.ts';
import { redisProgram } from '../../../src/services/redis.ts';
import { expectExplained } from '../../cli/explained.ts';
import { type Cli, it } from '../../cli/run-cli.ts';
import { steadyClock } from '../with-scope.ts';
import { has, withContext } from './context.ts';

const run = ['delivery', '--quick', '--no-predict', '--quiet', '--lang', 'en', '--systems', 'kafka-all'];
const onlyMatrix = [...run, '--acts', 'matrix', '--messages', '30'];

async function recordOf(
  cli: Cli,
  args: readonly string[],
  env: Record<string, string | undefined> = {},
): Promise<RunRecord & { readonly data: DeliveryData }> {
  const { code, stderr, stdout } = await cli.run([...args, '--json'], { env });
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout).record;
}

/** Servers as a learner may have them. */
function openTheirs(): OwnedScope {
  const options = { runId: 'theirs', signal: new AbortController().signal, emit() {}, note() {} };
  const fail = (error: Error) => {
    throw error;
  };
  const host = openServiceHost({ external: {}, trace: false }, { ...options, fail });
  const scope = openScope(host, steadyClock);
  scope.defer(() => host.close());
  return scope;
}

describe.skipIf(!has.rabbitmq)('RabbitMQ (skipped where none is installed)', () => {
  let scope: OwnedScope;
  let server: RabbitmqServer;
  let control: string;
  beforeAll(async () => {
    scope = openTheirs();
    server = await scope.start(rabbitmq({ arms: [vhost] }));
    control = (await scope.handOver())[0]?.client ?? '';
  }, 120_000);
  afterAll(async () => await scope?.close());

  const lowWatermark = (bytes: number) =>
    promisify(execFile)('sh', ['-c', `${control} set_disk_free_limit ${bytes}`]);

  it('a queue that is there with other arguments: its row is skipped with the reason, the others go on', async () => {
    const given = { faults: 'none,offline', messages: '30', batches: '1', rounds: '1', trial: '20ms' };
    const [cells, arms] = await withContext({ systems: 'pubsub', ...given }, async (context) => {
      const params = { ...context.params, systems: ['rabbit-classic', 'rabbit-quorum'] as const };
      const changed = { ...context, params, services: { ...context.services, rabbitmq: server } };
      const theirs = await (await server.connect(vhost)).createChannel();
      for (const name of ['rabbit-classic-none', 'speed-rabbit-classic-1'])
        await theirs.assertQueue(name, { durable: true, maxPriority: 5 });
      return [(await matrix(changed)).cells, (await speed(changed)).arms];
    });
    expect(cells).toMatchObject([
      {
        system: 'rabbit-classic',
        fault: 'none',
        skipped: { en: otherArguments('rabbit-classic-none'), ko: expect.stringContaining('이미 다르게') },
      },
      { system: 'rabbit-quorum', fault: 'none', acknowledged: 30, lost: { count: 0 } },
      { system: 'rabbit-classic', fault: 'offline', acknowledged: 30, lost: { count: 0 } },
      { system: 'rabbit-quorum', fault: 'offline', acknowledged: 30, lost: { count: 0 } },
    ]);
    expect(arms).toMatchObject([
      {
        system: 'rabbit-classic',
        perSecond: [null],
        failed: { reason: expect.stringContaining("'speed-rabbit-classic-1' is there already") },
      },
      { system: 'rabbit-quorum', perSecond: [expect.any(Number)] },
    ]);
  }, 120_000);
  /** What, why, what next. */
  const otherArguments = (queue: string) =>
    expect.stringMatching(
      new RegExp(
        `The queue '${queue}' is there already.*PRECONDITION_FAILED.*rabbitmqctl -p 'delivery' delete_queue '${queue}'$`,
      ),
    );

  it('short of disk: its rows are skipped with the reason, the others are there', async ({ cli }) => {
    const { username, password, hostname, port } = server.address(vhost);
    const url = `amqp://${username}:${password}@${hostname}:${port}/${vhost}`;
    const systems = ['--systems', 'pubsub,rabbit-transient,rabbit-classic', '--faults', 'none,offline'];
    const short = [
      ...run.slice(0, -2),
      ...systems,
      '--messages',
      '30',
      '--rounds',
      '1',
      '--acts',
      'matrix,speed',
    ];
    await lowWatermark(9e15);
    const { data } = await recordOf(cli, [...short, '--amqp', url]).finally(() => lowWatermark(1e6));
    const { cells } = data.matrix as DeliveryData['matrix'];
    for (const cell of cells)
      if (cell.system === 'pubsub') expect(cell).toHaveProperty('acknowledged', 30);
      else
        expect(cell).toMatchObject({ skipped: { en: shortOfDisk, ko: expect.stringContaining('디스크') } });
    expect(cells).toHaveLength(6);
    for (const { system, failed } of (data.speed as DeliveryData['speed']).arms)
      expect(failed?.reason, system).toEqual(system === 'pubsub' ? undefined : shortOfDisk);
  }, 120_000);

  it('short of disk: order and readers are measured without it, and say why', async () => {
    const given = { systems: 'pubsub', rounds: '1', readers: '1' };
    await lowWatermark(9e15);
    const found = await withContext(given, async (context) => {
      const changed = { ...context, services: { ...context.services, rabbitmq: server } };
      return [await order(changed), await readers(changed)];
    }).finally(() => lowWatermark(1e6));
    for (const { arms, missing } of found) {
      expect(arms.map(({ way, perSecond }) => [way.startsWith('rabbit'), perSecond.includes(null)])).toEqual(
        arms.map(() => [false, false]),
      );
      expect(arms.length).toBeGreaterThan(0);
      expect(missing).toMatchObject([{ broker: 'rabbitmq', skipped: { en: shortOfDisk } }]);
    }
  }, 120_000);
  const shortOfDisk = expect.stringMatching(/takes nothing more.*low watermark \(disk_free_limit\)/);
});

describe.skipIf(!has.kafka)('the learner’s own Kafka (skipped where none is installed, or no Java)', () => {
  let scope: OwnedScope;
  let server: KafkaServer;
  let url: string;
  let password: string;
  beforeAll(async () => {
    scope = openTheirs();
    server = await scope.start(kafka());
    const { login, port } = server.address;
    password = login?.password ?? '';
    url = `${login?.username}:${password}@127.0.0.1:${port}`;
    await server.createTopic('theirs', 1);
  }, 120_000);
  afterAll(async () => await scope?.close());

  it('is not stopped: such a fault is skipped with the reason, and no zero; then it has what it had', async ({
    cli,
  }) => {
    const faults = ['--faults', 'none,broker-killed', '--kafka', url];
    const { data, ...record } = await recordOf(cli, [...onlyMatrix, ...faults]);
    expect(JSON.stringify({ data, record })).not.toContain(password);
    const { cells } = data.matrix as DeliveryData['matrix'];
    expect(cells).toMatchObject([
      { fault: 'none', acknowledged: 30, lost: { count: 0, ids: [] } },
      {
        system: 'kafka-all',
        fault: 'broker-killed',
        skipped: { en: 'Not done: it would stop a server of your own.' },
      },
    ]);
    const topics = await askKafka(server.address, (admin) => admin.listTopics());
    expect(topics.filter((topic) => !topic.startsWith('__'))).toEqual(['theirs']);
  });

  it.for<readonly [string, () => string, RegExp]>([
    ['a wrong password', () => url.replace(password, 'guess'), /invalid username or password/i],
    ['no password', () => url.replace(/.*@/, ''), /\S/],
    ['nobody', () => 'kim:secret@127.0.0.1:1', /ECONNREFUSED/],
    ['no address', () => 'kim:secret@here', /written as %XX/],
  ])('%s: what, why, what next, and no secret', async ([, broken, why], { cli }) => {
    const ended = await cli.run([...onlyMatrix, '--kafka', broken()]);
    expect([1, 2]).toContain(ended.code);
    expectExplained(ended, why);
    expect(ended.stdout + ended.stderr).not.toMatch(/guess|secret/);
  });

  it('a batch above its limit: the row has no figure, and says what to do', async ({ cli }) => {
    const large = ['--acts', 'speed', '--payload', '65536', '--batches', '1,100', '--rounds', '1'];
    const { data } = await recordOf(cli, [...run, ...large, '--trial', '20ms', '--kafka', url]);
    const [one, hundred] = (data.speed as DeliveryData['speed']).arms;
    expect(one?.failed).toBeUndefined();
    expect(hundred?.perSecond).toEqual([null]);
    expect(hundred?.failed?.reason).toMatch(/larger than Kafka takes.*max\.message\.bytes/);
  });

  it('is found by doctor, without its password; one that does not answer is told, where it was named', async ({
    cli,
  }) => {
    const asked = async (env: Record<string, string>) =>
      (await cli.run(['doctor', '--lang', 'en'], { env })).stdout;
    const found = await asked({ KAFKA_URL: url });
    expect(found).toMatch(new RegExp(`^own Kafka +answers +127\\.0\\.0\\.1:${server.port}$`, 'm'));
    expect(found).not.toContain(password);
    expect(await asked({ KAFKA_URL: '127.0.0.1:1' })).toMatch(/^own Kafka .*ECONNREFUSED/m);
  });

  it('a topic that is there already is not counted in', async () => {
    await expect(server.createTopic('theirs', 1)).rejects.toMatchObject({
      explanation: {
        what: { en: "The topic 'theirs' is there already." },
        next: { en: expect.stringMatching(/^kafka-topics\.sh .* --delete --topic 'theirs'$/) },
      },
    });
  });
});

describe('Java', () => {
  /** A PATH with Redis, and with this for a Java. */
  async function pathWith(cli: Cli, java: string | null): Promise<string> {
    const folder = join(cli.folder, 'bin');
    await mkdir(folder);
    const redis = await findProgram(redisProgram);
    for (const [name, file] of [
      ['redis-server', redis?.file ?? ''],
      ['sh', '/bin/sh'],
    ] as const)
      await symlink(file, join(folder, name));
    if (java !== null) await writeFile(join(folder, 'java'), `#!/bin/sh\n${java}\n`, { mode: 0o755 });
    return folder;
  }

  it.for([
    ['is missing', null, /java.*install|install.*java|jre/is],
    ['is too old', 'echo \'openjdk version "11.0.2" 2019-01-15\' >&2', /Java 11\.0\.2 is too old.*17/s],
  ] as const)(
    '%s: the rows of Kafka are left out with the reason, the others are there',
    async ([, java, why], { cli }) => {
      const both = [...run.slice(0, -1), 'pubsub,kafka-all', '--acts', 'matrix', '--messages', '30'];
      const { data } = await recordOf(cli, [...both, '--faults', 'none'], {
        PATH: await pathWith(cli, java),
      });
      const { cells, missing } = data.matrix as DeliveryData['matrix'];
      expect(cells.map(({ system }) => system)).toEqual(['pubsub']);
      expect(missing).toEqual([{ broker: 'kafka', skipped: expect.anything() }]);
      expect(missing[0]?.skipped.en).toMatch(why);
    },
  );
});
