import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { type OwnedScope, openScope } from '../../../src/core/scope.ts';
import { openServiceHost } from '../../../src/services/host.ts';
import { type RabbitmqServer, rabbitmq } from '../../../src/services/rabbitmq.ts';
import { shortestOf } from '../../cli/args.ts';
import { expectExplained } from '../../cli/explained.ts';
import { it } from '../../cli/run-cli.ts';
import { eventually } from '../../eventually.ts';
import { steadyClock } from '../with-scope.ts';

/** A RabbitMQ as a learner may have it, with queues of theirs in it. */
let scope: OwnedScope;
let server: RabbitmqServer;
let url: string;
let password: string;
/** `rabbitmqctl`, as its learner calls it. */
let control: string;

beforeAll(async () => {
  const options = { runId: 'theirs', signal: new AbortController().signal, emit() {}, note() {} };
  const fail = (error: Error) => {
    throw error;
  };
  const host = openServiceHost({ external: {}, trace: false }, { ...options, fail });
  scope = openScope(host, steadyClock);
  scope.defer(() => host.close());
  server = await scope.start(rabbitmq({ arms: ['theirs'] }));
  control = (await scope.handOver())[0]?.client ?? '';
  const { hostname, port, username, ...rest } = server.address('theirs');
  password = rest.password;
  url = `amqp://${username}:${password}@${hostname}:${port}/theirs`;
  const channel = await server.channel('theirs');
  await channel.assertQueue('orders', { durable: true, maxPriority: 5 });
  channel.sendToQueue('orders', Buffer.from('theirs'));
  await channel.waitForConfirms();
}, 120_000);
afterAll(async () => await scope.close());

const acts = ['--acts', 'failure,routing'];
const run = [...shortestOf('queue'), '--no-predict', '--quiet'];

describe('the learner’s own RabbitMQ', () => {
  it('runs the lab under a prefix, and has what it had before', { timeout: 120_000 }, async ({ cli }) => {
    const { code, stderr, stdout } = await cli.run([...run, '--json', '--amqp', url]);
    expect([code, stderr]).toEqual([0, '']);
    const { record } = JSON.parse(stdout);
    expect(JSON.stringify(record)).not.toContain(password);
    for (const [id, act] of Object.entries(record.data)) expect(act, id).not.toHaveProperty('skipped');
    expect(await listed('queues name messages consumers')).toEqual(['orders\t1\t0']);
    expect((await listed('exchanges name')).filter((name) => name.startsWith('redis-lab'))).toEqual([]);
  });

  it.for([
    ['a wrong password', (own: string) => own.replace(password, 'guess'), /refused the login of the user/],
    [
      'a virtual host that is not there',
      (own: string) => own.replace('/theirs', '/nowhere'),
      /virtual host 'nowhere'/,
    ],
    ['nobody', () => 'amqp://kim:secret@127.0.0.1:1/', /ECONNREFUSED/],
    ['no address', () => 'rabbit:secret@here', /written as %XX/],
  ] as const)('%s: what, why, what next, and no secret', async ([, broken, why], { cli }) => {
    const ended = await cli.run([...run, ...acts, '--lang', 'en', '--amqp', broken(url)]);
    expect([1, 2]).toContain(ended.code);
    expectExplained(ended, why);
    expect(ended.stdout + ended.stderr).not.toMatch(/guess|secret/);
  });
});

it('doctor finds a RabbitMQ of one’s own, without its password', async ({ cli }) => {
  const { stdout } = await cli.run(['doctor', '--lang', 'en'], { env: { AMQP_URL: url } });
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    `own RabbitMQ answers amqp://127.0.0.1:${new URL(url).port}/theirs ${server.version}`,
  );
  expect(stdout).not.toContain(password);
});

describe('queue serve', () => {
  it('takes orders whoever dies, and sets a poisonous one apart', { timeout: 120_000 }, async ({ cli }) => {
    const serve = cli.start(['queue', 'serve', '--workers', '1', '--amqp', url]);
    const said = await serve.sees('Ctrl-C ends it');
    const shop = /curl (http:\S+)\/dead/.exec(said)?.[1] ?? '';
    const order = (body: string) => fetch(`${shop}/orders`, { method: 'POST', body });
    for (const body of ['bibimbap', '{"dish":7}', '{"dish":"x","workMs":-1}', '{"dish":"x","workMs":1e10}'])
      expect((await order(body)).status, body).toBe(400);
    expect((await order('{"dish":"galbijjim","workMs":600000}')).status).toBe(202);
    expect((await order('{"dish":"poison","workMs":1}')).status).toBe(202);
    process.kill(Number(/worker-1 pid (\d+)/.exec(said)?.[1]), 'SIGKILL');
    await serve.sees('worker-1 died, and is up again');
    expect(await (await fetch(`${shop}/`)).json()).toMatchObject({ dead: 0 });
    serve.kill('SIGINT');
    expect((await serve.ended).code).toBe(0);
    expect(await listed('queues name')).toEqual(['orders']);
  });

  it('says so when its port is taken', async ({ cli }) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const ended = await cli.run(['queue', 'serve', '--port', `${port}`, '--amqp', url]);
    other.close();
    expect(ended.code).toBe(1);
    expectExplained({ ...ended, stderr: ended.stderr.replace('Starting the servers…\n', '') }, /EADDRINUSE/);
  });

  it.for([
    ['--workers', '0'],
    ['--port', '70000'],
  ])('%j is a usage error', async (words, { cli }) => {
    const ended = await cli.run(['queue', 'serve', ...words]);
    expect(ended.code).toBe(2);
    expectExplained(ended, /whole number/);
  });
});

it('a run that is killed leaves queues on it that go by themselves', { timeout: 120_000 }, async ({
  cli,
}) => {
  const running = cli.start([...run, '--acts', 'synchronous', '--amqp', url]);
  const left = await eventually(async () => {
    const found = (await listed('queues name arguments')).filter((line) => line.startsWith('redis-lab.'));
    expect(found.length).toBeGreaterThan(0);
    return found;
  });
  running.kill('SIGKILL');
  await running.ended;
  for (const line of left) expect(line).toContain('{"x-expires",600000}');
});

/** What rabbitmqctl says of their virtual host, line by line. */
async function listed(what: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('sh', [
    '-c',
    `${control} -q -p theirs --no-table-headers list_${what}`,
  ]);
  return stdout.split('\n').filter((line) => line !== '');
}
