import { execFile } from 'node:child_process';
import { chmod, cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { User } from '../../src/core/service.ts';
import { openAmqp } from '../../src/services/rabbitmq-client.ts';
import { shortestOf } from '../cli/args.ts';
import { type Cli, type Ended, withCli } from '../cli/run-cli.ts';

/** Of two people on one machine one runs the labs, and the other is curious. Both are in every /etc/passwd. */
const learner: User = { uid: 1, gid: 1 }; // daemon
const stranger: User = { uid: 65_534, gid: 65_534 }; // nobody

/** Every server of every lab, as short as it goes. */
const runs = [
  ['pubsub', '--quick'],
  ['pool-bench', '--quick', '--target', 'all', '--concurrency', '4', '--pool', '1,4', '--trial', '50ms'],
  shortestOf('ttl'),
  shortestOf('sticky'),
  shortestOf('transports'),
  shortestOf('nearby'),
  shortestOf('persistence'),
];

/** With consumers in a process of their own, and the desk where they report. */
const consumersApart = [
  ...['delivery', '--acts', 'matrix', '--systems', 'pubsub-sharded,streams-always,rabbit-quorum'],
  ...['--faults', 'none,consumer-died', '--messages', '30'],
];

/** What a client of the stranger's said about a port. */
interface Attempt {
  readonly command: string;
  readonly said: string;
  readonly gotIn: boolean;
}

let copy: string;
beforeAll(async () => {
  // A checkout may lie where only root may go.
  copy = await mkdtemp(join(tmpdir(), 'redis-lab-copy-'));
  await chmod(copy, 0o755);
  for (const part of ['dist', 'labs', 'package.json']) await cp(part, join(copy, part), { recursive: true });
  const { stdout } = await promisify(execFile)('npm', ['ls', '--omit=dev', '--all', '--parseable']);
  const [root = '', ...packages] = stdout.trim().split('\n');
  for (const path of packages) await cp(path, join(copy, path.slice(root.length)), { recursive: true });
});
afterAll(() => rm(copy, { recursive: true, force: true }));

/** Runs a command as the stranger, who has no password; answers what it said. */
async function asStranger(command: readonly string[]): Promise<{ ok: boolean; said: string }> {
  const [file = '', ...args] = command;
  const env = { PATH: process.env.PATH, PGCONNECT_TIMEOUT: '2' };
  try {
    const { stdout, stderr } = await promisify(execFile)(file, args, { ...stranger, env, timeout: 5_000 });
    return { ok: true, said: stdout + stderr };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return { ok: false, said: stdout + stderr };
  }
}

/** The ports on which somebody's processes listen; a line is `sl local_address rem_address st … uid` (proc(5)). */
async function portsOf({ uid }: User): Promise<number[]> {
  const lines = (await readFile('/proc/net/tcp', 'utf8')).trim().split('\n').slice(1);
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === '0A' && fields[7] === String(uid))
    .map(([, local = '']) => Number.parseInt(local.slice(local.indexOf(':') + 1), 16));
}

async function pidsOf({ uid }: User): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const owners = await Promise.all(pids.map((pid) => stat(`/proc/${pid}`).catch(() => null)));
  return pids.filter((_, index) => owners[index]?.uid === uid);
}

/** What somebody tries who found an open port: the clients that are on the machine anyway. */
async function tryPort(port: number): Promise<Attempt[]> {
  const at = ['-h', '127.0.0.1', '-p', String(port)];
  const redis = [[], ['--tls', '--insecure']].map((tls) => ['redis-cli', ...at, ...tls, 'PING']);
  const roles = ['redis_lab', 'redis_lab_admin', 'postgres'];
  const psql = roles.map((role) => ['psql', ...at, '-w', '-U', role, '-d', 'postgres', '-c', 'SELECT 1']);
  return await Promise.all(
    [...redis, ...psql].map(async (command) => {
      const { ok, said } = await asStranger(command);
      const gotIn = command[0] === 'psql' ? ok : said.includes('PONG');
      return { command: command.join(' '), said, gotIn };
    }),
  );
}

/** With the user that every RabbitMQ is born with. It cannot see who asks over TCP. */
async function tryAmqp(port: number): Promise<Attempt[]> {
  const command = `amqp ${port}`;
  const login = { username: 'guest', password: 'guest', vhost: '/' };
  try {
    await (await openAmqp({ protocol: 'amqp', hostname: '127.0.0.1', port, ...login })).close();
    return [{ command, said: '', gotIn: true }];
  } catch (error) {
    return [{ command, said: String(error), gotIn: false }];
  }
}

type Knock = (port: number) => Promise<Attempt[]>;

/** Tries everything against what there is at this moment. */
async function sweep(
  cli: Cli,
  tried: Set<number>,
  knock: Knock,
): Promise<{ attempts: Attempt[]; within: string[] }> {
  const ports = (await portsOf(learner)).filter((port) => !tried.has(port));
  for (const port of ports) tried.add(port);
  const attempts = await Promise.all(ports.map(knock));
  const pids = await pidsOf(learner);
  const reached = [
    await asStranger(['find', cli.folder, '-mindepth', '2', '(', '-readable', '-o', '-writable', ')']),
    await asStranger([
      'sh',
      '-c',
      'for pid; do kill -0 $pid 2>&- && echo "signal to $pid"; done',
      'sh',
      ...pids,
    ]),
  ];
  return { attempts: attempts.flat(), within: reached.flatMap(({ said }) => linesOf(said)) };
}

/** Without what `find` says of folders that it may not enter. */
function linesOf(said: string): string[] {
  return said.split('\n').filter((line) => line !== '' && !/Permission denied|No such file/.test(line));
}

/** How often a client that was called so met such a refusal. */
type Met = (client: RegExp, refusal: RegExp) => number;

/** Lets somebody try all there is while these run, two at a time, and fails when they get in anywhere. */
async function beCurious(runs: readonly (readonly string[])[], knock: Knock): Promise<Met> {
  const program = join(copy, 'dist', 'cli.cjs');
  const attempts: Attempt[] = [];
  await withCli(
    async (cli) => {
      let open = true;
      const left = runs.values();
      const someOfThem = async () => {
        const done: Ended[] = [];
        for (const args of left) done.push(await cli.run([...args, '--md']));
        return done;
      };
      const ended = Promise.all([someOfThem(), someOfThem()]).finally(() => {
        open = false;
      });
      const tried = new Set<number>();
      const within: string[] = [];
      while (open) {
        const found = await sweep(cli, tried, knock);
        attempts.push(...found.attempts);
        within.push(...found.within);
      }
      for (const { code, stderr } of (await ended).flat()) expect(code, stderr).toBe(0);
      expect(attempts.filter(({ gotIn }) => gotIn)).toEqual([]);
      expect(within).toEqual([]);
      expect((await sweep(cli, tried, knock)).within).toEqual([]); // The records, when all is over.
    },
    { user: learner, program },
  );
  return (client, refusal) =>
    attempts.filter(({ command, said }) => client.test(command) && refusal.test(said)).length;
}

describe.skipIf(process.getuid?.() !== 0)(
  'another user of the machine (skipped where the tests cannot act as two people: they are not root)',
  () => {
    it('gets into no server, no file and no process of any lab', async () => {
      const met = await beCurious(runs, tryPort);
      // They were met, and it was the password that was missing.
      expect(met(/^redis-cli .*PING$/, /NOAUTH/)).toBeGreaterThanOrEqual(runs.length - 1);
      expect(met(/--tls/, /NOAUTH/)).toBeGreaterThanOrEqual(1);
      expect(met(/-U redis_lab /, /no password supplied/)).toBeGreaterThanOrEqual(1);
      expect(met(/-U redis_lab_admin/, /no password supplied/)).toBeGreaterThanOrEqual(1);
    }, 180_000);

    it('gets into no RabbitMQ, and into nothing beside it', async () => {
      const met = await beCurious([[...shortestOf('queue')], consumersApart], tryAmqp);
      expect(met(/^amqp/, /ACCESS.REFUSED/)).toBeGreaterThanOrEqual(1);
    }, 180_000);
  },
);
