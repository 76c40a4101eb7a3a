import { spawn } from 'node:child_process';
import { exitCodes, LabError } from '../core/errors.ts';
import type { Program } from '../core/service.ts';
import { same } from '../core/text.ts';
import { loadAllLabs, programsOf } from '../course/catalogue.ts';
import {
  commandLine,
  fetchStep,
  findProgram,
  type InstallStep,
  installSteps,
  requireProgram,
} from '../services/programs.ts';
import { reportError } from '../terminal/errors.ts';
import { canAsk, type Io } from '../terminal/io.ts';
import { confirm } from '../terminal/prompts.ts';

/** `redis-lab setup`: gets every program that a lab needs and that is not here yet. */
export async function setup(io: Io, flags: { readonly yes?: boolean }): Promise<void> {
  const programs = programsOf(await loadAllLabs());
  const installed = await installMissing(io, programs, flags.yes === true);
  // What has to be fetched may be out of reach: labs do without it, and say so.
  const looked = programs.map((program) => (program.fetch ? findProgram(program) : requireProgram(program)));
  const found = (await Promise.all(looked)).filter((one) => one !== null);
  const names = found.map(({ file, version }) => `${file} ${version}`).join(', ');
  if (installed) await io.out(`${io.lang === 'ko' ? '준비됐어요' : 'Ready'}: ${names}\n`);
  else await io.out(`${io.lang === 'ko' ? '이미 다 있어요' : 'Everything is here already'}: ${names}\n`);
}

/**
 * Runs the package manager for what is missing; its output goes to stderr. Answers whether anything was done.
 * @throws LabError (program missing) when it cannot or may not be installed
 */
export async function installMissing(
  io: Io,
  programs: readonly Program[],
  consent: boolean,
): Promise<boolean> {
  const found = await Promise.all(programs.map(findProgram));
  const missing = programs.filter((_, index) => found[index] === null);
  const [first] = missing;
  if (!first) return false;
  const steps = await installSteps(missing);
  if (!steps)
    await requireProgram(first); // Throws: it knows how to say what is missing.
  else {
    io.err(`${io.lang === 'ko' ? '설치 명령' : 'To install'}: ${commandLine(steps)}\n`);
    if (!consent && !(canAsk() && (await confirm(io, { ko: '지금 실행할까요?', en: 'Run it now?' }, 'y')))) {
      throw declined(first, steps);
    }
    const fetches = missing.flatMap(({ fetch }) => (fetch ? [commandLine([fetchStep(fetch)])] : []));
    for (const step of steps) {
      const done = runStep(io, step);
      await (fetches.includes(commandLine([step])) ? done.catch((error) => notFetched(io, error)) : done);
    }
  }
  return true;
}

/** A registry that cannot be reached costs the rows that need it, not the labs. */
function notFetched(io: Io, error: unknown): void {
  io.signal.throwIfAborted();
  reportError(io, error, []);
  io.err(`${io.lang === 'ko' ? '이것 없이 계속해요.' : 'Going on without it.'}\n`);
}

function declined(program: Program, steps: readonly InstallStep[]): LabError {
  return new LabError(exitCodes.programMissing, {
    what: { ko: `${program.name} 프로그램이 없어요.`, en: `${program.name} is missing.` },
    why: { ko: '설치하지 않았어요.', en: 'It was not installed.' },
    next: same(`redis-lab setup --yes  ·  ${commandLine(steps)}`),
  });
}

/** Our stdout is for results: the package manager speaks on stderr. */
async function runStep(io: Io, [file, ...args]: InstallStep): Promise<void> {
  const child = spawn(file, args, {
    stdio: ['inherit', process.stderr, process.stderr],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    signal: io.signal,
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  const command = [file, ...args].join(' ');
  throw new LabError(exitCodes.programMissing, {
    what: { ko: '설치하지 못했어요.', en: 'The installation failed.' },
    why: {
      ko: `이 명령이 실패했어요(종료 코드 ${code}): ${command}`,
      en: `This ended with exit code ${code}: ${command}`,
    },
    next: {
      ko: '위에 나온 메시지를 보고 고친 뒤, 이 명령을 직접 실행해 보세요.',
      en: 'See its message above, mend it, and run that command yourself.',
    },
  });
}
