import { access, constants } from 'node:fs/promises';
import { exitCodes } from '../core/errors.ts';
import { runsFolder } from '../run-store.ts';
import { commandLine, findProgram, installSteps } from '../services/programs.ts';
import type { Io } from './io.ts';
import { loadAllLabs, programsOf } from './labs.ts';

/** `redis-lab doctor`: each program, where it is and which version, or the command that gets it. Answers an exit code. */
export async function doctor(io: Io): Promise<number> {
  const lines = [`node            ${process.version}  ${process.execPath}`];
  let missing = false;
  for (const program of programsOf(await loadAllLabs())) {
    const name = program.name.padEnd(16);
    const found = await findProgram(program);
    if (found) {
      lines.push(`${name}${found.version}  ${found.file}`);
      continue;
    }
    missing = true;
    const steps = await installSteps([program]);
    const how = steps ? commandLine(steps) : program.binaries.join(', ');
    lines.push(`${name}${io.lang === 'ko' ? '없음. 설치' : 'missing. Get it with'}: ${how}`);
  }
  lines.push(
    `${io.lang === 'ko' ? '기록 폴더       ' : 'records         '}${runsFolder()}${await stateNote(io)}`,
  );
  await io.out(`${lines.join('\n')}\n`);
  return missing ? exitCodes.programMissing : exitCodes.ran;
}

async function stateNote(io: Io): Promise<string> {
  try {
    await access(runsFolder(), constants.W_OK);
    return '';
  } catch {
    return io.lang === 'ko' ? ' (첫 실행 때 만들어요)' : ' (made on the first run)';
  }
}
