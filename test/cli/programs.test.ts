import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect } from 'vitest';
import { loadAllLabs, programsOf } from '../../src/course/catalogue.ts';
import { findProgram } from '../../src/services/programs.ts';
import { linesWiderThan } from '../render/page.ts';
import { shortest } from './args.ts';
import { expectExplained } from './explained.ts';
import { type Cli, it } from './run-cli.ts';

const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
const aptCommand = `${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends redis-server`;

/** A machine with these scripts on its PATH and every program that a lab needs, but for Redis. */
async function machine(cli: Cli, scripts: Readonly<Record<string, string>>): Promise<{ PATH: string }> {
  const bin = join(cli.folder, 'bin');
  await mkdir(bin);
  for (const program of programsOf(await loadAllLabs())) {
    const found = program.name === 'redis-server' ? null : await findProgram(program);
    if (found) await symlink(found.file, join(bin, basename(found.file)));
  }
  for (const [name, script] of Object.entries({ sudo: 'exec "$@"', ...scripts })) {
    await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(bin, name), 0o755);
  }
  return { PATH: bin };
}

/** An apt-get that knows one package: it links the real program into the PATH. */
const workingApt = (bin: string) =>
  `echo "apt-get $*"\n[ "$1" = install ] && exec /bin/ln -s /usr/bin/redis-server ${bin}/redis-server || exit 0`;

describe('without redis-server', () => {
  it('a run ends with the exact command that gets it', async ({ cli }) => {
    const env = await machine(cli, { 'apt-get': 'exit 1' });
    const ended = await cli.run([...shortest, '--md'], { env });
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expectExplained(ended, /^Looked for on PATH: redis-server, valkey-server\.$/);
    expect(ended.stderr).toContain(`By hand: ${aptCommand}\n`);
    expect(await cli.records()).toMatchObject([{ outcome: 'failed', data: null }]);
  });

  it('and without a package manager that we know, it says what to do by hand', async ({ cli }) => {
    const ended = await cli.run([...shortest, '--md'], { env: { PATH: '' } });
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expect(ended.stderr).toContain('next: No package manager that we know is here');
  });

  it('doctor names what is missing and the command, and exits with 3', async ({ cli }) => {
    const env = await machine(cli, { 'apt-get': 'exit 1' });
    const missing = await cli.run(['doctor'], { env });
    expect(missing).toMatchObject({ code: 3, stderr: '' });
    expect(missing.stdout).toMatch(/^redis-server +missing\. Get it with:/m);
    expect(missing.stdout).toContain(aptCommand);
    const inKorean = (await cli.run(['doctor', '--lang', 'ko'], { env })).stdout;
    expect(inKorean.replace(/\s+/g, ' ')).toContain(`없음. 설치: ${aptCommand}`);
  });

  it('a valkey-server will do', async ({ cli }) => {
    const env = await machine(cli, {});
    await symlink('/usr/bin/redis-server', join(env.PATH, 'valkey-server'));
    const found = await cli.run(['doctor'], { env });
    expect(found.stdout).toMatch(/^redis-server +[\d.]+ {2}.*\/valkey-server$/m);
  });

  it('--install gets it and runs the lab', async ({ cli }) => {
    const env = await machine(cli, { 'apt-get': workingApt(join(cli.folder, 'bin')) });
    const { code, stdout, stderr } = await cli.run([...shortest, '--json', '--install'], { env });
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`To install: ${aptCommand}\n`);
    // The package manager's own words do not get into the result.
    expect(stderr).toContain('apt-get update');
    expect(JSON.parse(stdout)).toMatchObject({ record: { outcome: 'completed' } });
  });

  it('setup installs with --yes only, where nobody can be asked', async ({ cli }) => {
    const env = await machine(cli, { 'apt-get': workingApt(join(cli.folder, 'bin')) });
    const declined = await cli.run(['setup'], { env });
    expect(declined.code).toBe(3);
    expect(declined.stderr).toContain(`next: redis-lab setup --yes  ·  ${aptCommand}`);
    const installed = await cli.run(['setup', '--yes'], { env });
    expect(installed.stdout).toMatch(/^Ready: .*bin\/redis-server [\d.]+/);
    expect((await cli.run(['setup'], { env })).stdout).toMatch(/^Everything is here already: /);
  });

  it('a package manager that fails is quoted', async ({ cli }) => {
    const env = await machine(cli, { 'apt-get': 'echo "E: no network" >&2; exit 100' });
    const ended = await cli.run(['setup', '--yes'], { env });
    expect(ended).toMatchObject({ code: 3, stdout: '' });
    expect(ended.stderr).toContain('E: no network');
    expect(ended.stderr).toContain(`why: This ended with exit code 100: ${sudo}apt-get update`);
  });
});

describe('doctor, with everything there', () => {
  it('names each program with its version and place, and exits with 0', async ({ cli }) => {
    const { code, stdout, stderr } = await cli.run(['doctor']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^redis-server +\d+\.\d+\.\d+ {2}\/.*redis-server\n +for: pubsub, ttl, sticky, pool-bench, transports, chat\b/m,
    );
    expect(stdout).toMatch(/^nginx .*\n +for: sticky, transports, chat$/m);
    expect(stdout).toMatch(/\nnext: redis-lab pubsub\n$/);
    expect(stdout).toContain(join(cli.stateFolder, 'redis-lab', 'runs'));
  });

  it.for(['ko', 'en'] as const)(
    'is nowhere wider than the page but for a path or a command (%s)',
    async (lang, { cli }) => {
      for (const columns of ['40', '60', '80']) {
        const { stdout } = await cli.run(['doctor', '--lang', lang], { env: { COLUMNS: columns } });
        const wide = linesWiderThan(Number(columns), stdout);
        expect(wide.filter((line) => !/(^|\s)\/\S+$/.test(line))).toEqual([]);
      }
    },
  );
});
