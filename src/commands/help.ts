import type { Command } from 'commander';
import { exitCodes } from '../core/errors.ts';
import type { Text } from '../core/text.ts';
import type { Io } from '../terminal/io.ts';

/** `redis-lab help [command]`, and what the exit codes mean. */
export async function help(io: Io, program: Command, topic?: string): Promise<void> {
  if (topic === undefined) return program.outputHelp();
  if (topic === 'exit-codes') return await io.out(listOfExitCodes(io));
  const command = program.commands.find((known) => known.name() === topic);
  if (command) return command.outputHelp();
  program.command('exit-codes'); // It may be what comes closest.
  await program.parseAsync([topic], { from: 'user' }); // Says that there is none, and which comes close.
}

const meanings: Readonly<Record<keyof typeof exitCodes, Text>> = {
  ran: { ko: '실행됨. 틀렸다는 판정도 결과예요', en: 'ran; a refuted claim is a result' },
  runFailed: { ko: '실행 실패', en: 'the run failed' },
  usage: { ko: '잘못된 사용법', en: 'wrong usage' },
  programMissing: { ko: '필요한 프로그램이 없음', en: 'a program is missing' },
  inconclusive: { ko: '--strict에서 판단 보류', en: 'inconclusive under --strict' },
  ourBug: { ko: 'redis-lab의 버그', en: 'a bug in redis-lab' },
  interrupted: { ko: '중단됨', en: 'interrupted' },
};

function listOfExitCodes({ lang }: Io): string {
  const names = Object.keys(exitCodes) as (keyof typeof exitCodes)[];
  return names.map((name) => `${String(exitCodes[name]).padStart(3)}  ${meanings[name][lang]}\n`).join('');
}
