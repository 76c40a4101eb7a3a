import { access, constants } from 'node:fs/promises';
import { exitCodes, LabError, messageOf } from '../core/errors.ts';
import type { AnyLab } from '../core/lab.ts';
import { same } from '../core/text.ts';
import { loadAllLabs, programsOf } from '../course/catalogue.ts';
import { meant } from '../course/nearest.ts';
import { runsFolder } from '../course/run-store.ts';
import { calledAs, typed } from '../render/commands.ts';
import { hang, padEnd, unbroken } from '../render/terminal/text.ts';
import { schemasOfEndedRuns } from '../services/postgres-left.ts';
import { commandLine, findProgram, installSteps } from '../services/programs.ts';
import { aclRule } from '../services/redis-access.ts';
import { keysOfRuns } from '../services/redis-left.ts';
import { type Io, pageOf } from '../terminal/io.ts';
import { ownServersOf } from './own-servers.ts';

/** `redis-lab doctor --acl LAB`: the least that a user of the learner's own Redis must be allowed. Returns an exit code. */
export async function doctorAcl(io: Io, id: string): Promise<number> {
  const accessOf = (lab: AnyLab) => ownServersOf(lab).find(({ own }) => own.access)?.own.access;
  const labs = (await loadAllLabs()).filter(accessOf);
  const lab = labs.find((one) => one.id === id);
  const access = lab && accessOf(lab);
  if (!access) throw noSuchLab(id, labs);
  const ko = io.lang === 'ko';
  await io.out(
    [
      `redis-cli ${aclRule(access)}`,
      '',
      ...Object.entries(access.since ?? {}).map(([version, command]) =>
        ko ? `Redis ${version}부터는 +${command}도 더해요.` : `From Redis ${version} on add +${command}.`,
      ),
      ko ? '0번이 아닌 데이터베이스를 쓰려면 +select를 더해요.' : 'For another database than 0 add +select.',
      `redis-lab ${id} --redis redis://redis-lab:PASSWORD@127.0.0.1:6379`,
      '',
    ].join('\n'),
  );
  return exitCodes.ran;
}

function noSuchLab(given: string, labs: readonly AnyLab[]): LabError {
  const ids = labs.map(({ id }) => id);
  return new LabError(exitCodes.usage, {
    what: {
      ko: `내 Redis에서 실행할 수 있는 실험이 아니에요: ${given}`,
      en: `No lab that can use your own Redis: ${given}`,
    },
    why: meant(given, ids, {
      ko: `--acl 뒤에 올 수 있는 실험: ${ids.join(', ')}`,
      en: `The labs that can follow --acl: ${ids.join(', ')}`,
    }),
    next: same('redis-lab doctor --acl pubsub'),
  });
}

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
      missing ||= program.fetch === undefined; // Labs do without what may be out of reach.
      const steps = await installSteps([program]);
      const how = steps ? commandLine(steps) : program.binaries.join(', ');
      const said = io.lang === 'ko' ? '없음. 설치' : 'missing. Get it with';
      lines.push(line(program.name, `${said}: ${unbroken(how)}`));
    }
    const users = labs.filter((lab) => programsOf([lab]).some((used) => used.name === program.name));
    const ids = users.map(({ id }) => id).join(', ');
    lines.push(line('', `${io.lang === 'ko' ? '쓰는 실험' : 'for'}: ${ids}`));
  }
  const own = io.lang === 'ko' ? '내' : 'own';
  const records = io.lang === 'ko' ? '기록 폴더' : 'records';
  lines.push(line(records, `${unbroken(runsFolder())}${await stateNote(io)}`));
  for (const [name, said] of [
    ['Redis', await ownRedis(io)],
    ['PostgreSQL', await ownPostgres(io)],
  ] as const)
    lines.push(...said.map((text, index) => line(index === 0 ? `${own} ${name}` : '', text)));
  const { brokersThatAnswer } = await import('./doctor-brokers.ts');
  for (const { name, said } of await brokersThatAnswer(io.lang)) lines.push(line(`${own} ${name}`, said));
  const next = missing ? 'redis-lab setup' : 'redis-lab pubsub';
  lines.push(
    '',
    `${io.lang === 'ko' ? '다음에는' : 'next'}: ${typed(next, { program: calledAs(process.env) })}`,
  );
  await io.out(`${lines.join('\n')}\n`);
  return missing ? exitCodes.programMissing : exitCodes.ran;
}

/** What runs that were killed have left on the learner's own Redis, and how it goes. */
async function ownRedis(io: Io): Promise<string[]> {
  const url = process.env.REDIS_URL;
  if (!url) return [];
  const ko = io.lang === 'ko';
  return await orReason(io, async () => {
    const { count, command } = await keysOfRuns(url);
    if (count === 0) return [ko ? '남은 실험 키가 없어요' : 'no keys of runs'];
    return [
      ko ? `실험이 만든 키가 ${count}개 있어요. 지우는 명령:` : `${count} keys of runs. To remove them:`,
      unbroken(command),
    ];
  });
}

/** The same on the learner's own PostgreSQL, where a run that goes on keeps its schema. */
async function ownPostgres(io: Io): Promise<string[]> {
  const url = process.env.POSTGRES_URL;
  if (!url) return [];
  const ko = io.lang === 'ko';
  return await orReason(io, async () => {
    const { count, command } = await schemasOfEndedRuns(url);
    if (count === 0) return [ko ? '남은 실험 스키마가 없어요' : 'no schemas of ended runs'];
    return [
      ko
        ? `끝난 실험의 스키마가 ${count}개 남아 있어요. 지우는 명령:`
        : `Schemas of ended runs: ${count}. To remove them:`,
      unbroken(command),
    ];
  });
}

/** What there is to say of a server, or why it cannot be asked. */
async function orReason(io: Io, ask: () => Promise<string[]>): Promise<string[]> {
  try {
    return await ask();
  } catch (error) {
    return [error instanceof LabError ? error.explanation.why[io.lang] : messageOf(error)];
  }
}

async function stateNote(io: Io): Promise<string> {
  try {
    await access(runsFolder(), constants.W_OK);
    return '';
  } catch {
    return io.lang === 'ko' ? ' (첫 실행 때 만들어요)' : ' (made on the first run)';
  }
}
