import { access, constants } from 'node:fs/promises';
import { exitCodes } from '../core/errors.ts';
import { loadAllLabs, programsOf } from '../course/catalogue.ts';
import { runsFolder } from '../course/run-store.ts';
import { calledAs, typed } from '../render/commands.ts';
import { hang, padEnd, unbroken } from '../render/terminal/text.ts';
import { commandLine, findProgram, installSteps } from '../services/programs.ts';
import { type Io, pageOf } from '../terminal/io.ts';

/**
 * `redis-lab doctor`: each program, where it is and which version, or the command that gets it; which labs it is for;
 * and what to do next. Returns an exit code.
 */
export async function doctor(io: Io): Promise<number> {
  const { columns } = pageOf(process.stdout, io.lang, { color: false });
  // What is there to be copied stays whole.
  const line = (label: string, text: string) => hang(padEnd(label, 16), text, columns);
  const lines = [line('node', `${process.version}  ${unbroken(process.execPath)}`)];
  let missing = false;
  const labs = await loadAllLabs();
  for (const program of programsOf(labs)) {
    const found = await findProgram(program);
    if (found) lines.push(line(program.name, `${found.version}  ${unbroken(found.file)}`));
    else {
      missing = true;
      const steps = await installSteps([program]);
      const how = steps ? commandLine(steps) : program.binaries.join(', ');
      const said = io.lang === 'ko' ? '없음. 설치' : 'missing. Get it with';
      lines.push(line(program.name, `${said}: ${unbroken(how)}`));
    }
    const users = labs.filter((lab) => programsOf([lab]).some((used) => used.name === program.name));
    const ids = users.map(({ id }) => id).join(', ');
    lines.push(line('', `${io.lang === 'ko' ? '쓰는 실험' : 'for'}: ${ids}`));
  }
  const records = io.lang === 'ko' ? '기록 폴더' : 'records';
  lines.push(line(records, `${unbroken(runsFolder())}${await stateNote(io)}`));
  const next = missing ? 'redis-lab setup' : 'redis-lab pubsub';
  lines.push(
    '',
    `${io.lang === 'ko' ? '다음에는' : 'next'}: ${typed(next, { program: calledAs(process.env) })}`,
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
