import { catalogue } from '../course/catalogue.ts';
import { canAsk, canDraw, type Io } from '../terminal/io.ts';
import { choose } from '../terminal/prompts.ts';
import { list } from './list.ts';

/** `redis-lab` alone: a menu on a terminal, the list elsewhere. Returns the lab that was chosen. */
export async function menu(io: Io): Promise<string | null> {
  if (canAsk() && canDraw(process.stderr)) {
    const options = catalogue.map(({ id, title }) => ({ id, label: title }));
    return await choose(io, { ko: '어떤 실험을 해 볼까요?', en: 'What shall we put to the test?' }, options);
  }
  await list(io, {});
  return null;
}
