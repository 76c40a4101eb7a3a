import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exitCodes } from '../../src/core/errors.ts';
import type { Program } from '../../src/core/service.ts';
import { commandLine, findProgram, installSteps, requireProgram } from '../../src/services/programs.ts';

const program: Program = {
  name: 'lab-server',
  binaries: ['lab-server', 'other-lab-server'],
  versionArgs: ['--version'],
  packages: { apt: 'lab-apt', dnf: 'lab-dnf', pacman: 'lab-pacman', apk: 'lab-apk', brew: 'lab-brew' },
};

let bin: string;
beforeEach(async () => {
  bin = await mkdtemp(join(tmpdir(), 'redis-lab-test-'));
  vi.stubEnv('PATH', bin);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(bin, { recursive: true });
});

async function put(name: string, script = 'exit 0', mode = 0o755): Promise<string> {
  const file = join(bin, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, mode);
  return file;
}

describe('a program', () => {
  it('is found with the version it prints, on either stream', async () => {
    const file = await put('lab-server', 'echo "lab server v=7.0.15 sha=0"');
    expect(await findProgram(program)).toEqual({ file, version: '7.0.15' });
    await put('lab-server', 'echo "lab 1.22.1" >&2');
    expect(await findProgram(program)).toEqual({ file, version: '1.22.1' });
  });

  it('is found by its second name where the first is missing or cannot be run', async () => {
    await put('lab-server', 'exit 0', 0o644);
    const file = await put('other-lab-server', 'echo 8.1');
    expect(await findProgram(program)).toEqual({ file, version: '8.1' });
  });

  it('that says no version is there all the same', async () => {
    const file = await put('lab-server', 'exit 1');
    expect(await findProgram(program)).toEqual({ file, version: '?' });
  });

  it('that is nowhere is null, and required it is an error with the exact command', async () => {
    await put('apt-get');
    expect(await findProgram(program)).toBeNull();
    await expect(requireProgram(program)).rejects.toMatchObject({
      exitCode: exitCodes.programMissing,
      explanation: {
        what: { en: 'lab-server is missing.' },
        why: { en: 'Looked for on PATH: lab-server, other-lab-server.' },
        next: { en: expect.stringContaining('apt-get install -y --no-install-recommends lab-apt') },
      },
    });
  });
});

describe('the command that installs', () => {
  const commands = {
    'apt-get': 'apt-get update && apt-get install -y --no-install-recommends lab-apt',
    dnf: 'dnf install -y lab-dnf',
    pacman: 'pacman -S --noconfirm lab-pacman',
    apk: 'apk add lab-apk',
    brew: 'brew install lab-brew',
  };

  it.each(Object.entries(commands))('with %s, for root and for others', async (manager, command) => {
    await put(manager);
    const lineFor = async (uid: number) => {
      vi.spyOn(process, 'getuid').mockReturnValue(uid);
      return commandLine((await installSteps([program])) ?? []);
    };
    expect(await lineFor(0)).toBe(command);
    const withSudo = command
      .split(' && ')
      .map((step) => `sudo ${step}`)
      .join(' && ');
    // Homebrew refuses to run as root.
    expect(await lineFor(1_000)).toBe(manager === 'brew' ? command : withSudo);
  });

  it('names several programs at once, and is null without a package manager', async () => {
    expect(await installSteps([program])).toBeNull();
    await put('apk');
    expect(commandLine((await installSteps([program, program])) ?? [])).toMatch(/apk add lab-apk lab-apk$/);
  });
});
