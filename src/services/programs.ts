import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { exitCodes, LabError } from '../core/errors.ts';
import type { PackageManager, Program } from '../core/service.ts';
import { same, type Text } from '../core/text.ts';
import { nodeProcess } from './node-program.ts';

const run = promisify(execFile);

export interface FoundProgram {
  readonly file: string;
  readonly version: string;
}

/** The first of the program's names that is on PATH, with the version it prints; null when there is none. */
export async function findProgram(program: Program): Promise<FoundProgram | null> {
  for (const binary of program.binaries) {
    const file = await findOnPath(binary, program.folders);
    if (file) return { file, version: await versionOf(file, program) };
  }
  return null;
}

/** @throws LabError (program missing) with the command that gets it on this machine */
export async function requireProgram(program: Program): Promise<FoundProgram> {
  const found = await findProgram(program);
  if (found) return found;
  const steps = await installSteps([program]);
  throw new LabError(exitCodes.programMissing, {
    what: { ko: `${program.name} 프로그램이 없어요.`, en: `${program.name} is missing.` },
    why: {
      ko: `PATH에서 찾지 못했어요: ${program.binaries.join(', ')}`,
      en: `Looked for on PATH: ${program.binaries.join(', ')}.`,
    },
    next: steps
      ? {
          ko: `--install을 붙이면 대신 설치해 드려요. 직접 하려면: ${commandLine(steps)}`,
          en: `Add --install and it is installed for you. By hand: ${commandLine(steps)}`,
        }
      : {
          ko: `쓸 수 있는 패키지 관리자가 없어요(apt, dnf, pacman, apk, brew). 직접 설치한 뒤 PATH에 두거나, --redis URL로 내 Redis를 알려 주세요.`,
          en: `No package manager that we know is here (apt, dnf, pacman, apk, brew). Install it and put it on PATH, or name your own server with --redis URL.`,
        },
  });
}

/** One step of an installation, as an argument list. */
export type InstallStep = readonly [file: string, ...args: string[]];

const managers: readonly {
  name: PackageManager;
  file: string;
  steps: (packages: string[]) => InstallStep[];
}[] = [
  {
    name: 'apt',
    file: 'apt-get',
    steps: (packages) => [
      ['apt-get', 'update'],
      ['apt-get', 'install', '-y', '--no-install-recommends', ...packages],
    ],
  },
  { name: 'dnf', file: 'dnf', steps: (packages) => [['dnf', 'install', '-y', ...packages]] },
  { name: 'pacman', file: 'pacman', steps: (packages) => [['pacman', '-S', '--noconfirm', ...packages]] },
  { name: 'apk', file: 'apk', steps: (packages) => [['apk', 'add', ...packages]] },
  { name: 'brew', file: 'brew', steps: (packages) => [['brew', 'install', ...packages]] },
];

/** The commands that install these programs here; null where no known package manager is. */
export async function installSteps(programs: readonly Program[]): Promise<InstallStep[] | null> {
  for (const manager of managers) {
    if (!(await findOnPath(manager.file))) continue;
    const steps = manager.steps(programs.flatMap((program) => program.packages[manager.name].split(' ')));
    const needsRoot = manager.name !== 'brew' && process.getuid?.() !== 0;
    const fetches = programs.flatMap(({ fetch }) => (fetch ? [fetchStep(fetch)] : []));
    return [...(needsRoot ? steps.map((step): InstallStep => ['sudo', ...step]) : steps), ...fetches];
  }
  return null;
}

/** Whose it is: it goes where its user keeps what can be got again. */
export function fetchStep(fetch: string): InstallStep {
  return [process.execPath, ...nodeProcess(fetch)];
}

/** Steps in the form a person pastes into a shell. */
export function commandLine(steps: readonly InstallStep[]): string {
  return steps.map((step) => step.join(' ')).join(' && ');
}

/** Why a program cannot be had, with the command that gets it; null when it is here. */
export async function whyMissing(program: Program): Promise<Text | null> {
  if (await findProgram(program)) return null;
  const steps = await installSteps([program]);
  const how = steps ? commandLine(steps) : program.binaries.join(', ');
  return {
    ko: `${program.name} 프로그램이 없어요. --install을 붙이거나 직접 설치해 주세요: ${how}`,
    en: `${program.name} is missing. Add --install, or get it with: ${how}`,
  };
}

async function findOnPath(binary: string, others: readonly string[] = []): Promise<string | null> {
  // Debian keeps servers in sbin, which is not on every user's PATH.
  const onPath = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  const folders = [...onPath, ...(await Promise.all(others.map(versionsOf))).flat()];
  for (const folder of folders.filter(Boolean)) {
    const file = join(folder, binary);
    const found = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return file;
  }
  return null;
}

/** The folders that a pattern stands for: one for each version that is there, the newest first. */
async function versionsOf(pattern: string): Promise<string[]> {
  const [before = '', after = ''] = pattern.split('*');
  const slash = before.lastIndexOf('/');
  const [parent, prefix] = [before.slice(0, slash), before.slice(slash + 1)];
  const names = await readdir(parent).catch((): string[] => []);
  return names
    .filter((name) => name.startsWith(prefix))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((name) => join(parent, name, after));
}

async function versionOf(file: string, { versionArgs, versionFolder }: Program): Promise<string> {
  try {
    const said = versionFolder
      ? (await versionsOf(join(dirname(file), versionFolder)))[0]
      : await run(file, [...versionArgs], { timeout: 10_000 }).then(({ stdout, stderr }) => stdout || stderr);
    return /\d+(\.\d+)+/.exec(said ?? '')?.[0] ?? same('?').en;
  } catch {
    return '?';
  }
}
