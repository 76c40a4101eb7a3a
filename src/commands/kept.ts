import type { Text } from '../core/text.ts';
import { type KeptRun, loadRun } from '../course/kept-run.ts';
import { calledAs } from '../render/commands.ts';
import type { Io } from '../terminal/io.ts';

/** The run that somebody asked for; where newer ones could not be read a line says so. */
export async function keptRun(io: Io, which: string): Promise<KeptRun> {
  const kept = await loadRun(which, calledAs(process.env));
  const [file, ...more] = kept.passedOver;
  if (file !== undefined)
    io.err(`! ${passedOver[io.lang]}: ${file}${more.length > 0 ? ` (+${more.length})` : ''}\n`);
  return kept;
}

const passedOver: Text = {
  ko: '더 새로운 기록은 읽을 수 없어서 건너뛰었어요',
  en: 'A newer record that cannot be read was passed over',
};
