import { canAsk, type Io } from './io.ts';
import { catalogue } from './labs.ts';
import { list } from './list.ts';
import { choose } from './prompts.ts';

/** `redis-lab` alone: a menu on a terminal, the list elsewhere. Answers the lab that was chosen. */
export async function menu(io: Io): Promise<string | null> {
  if (canAsk()) {
    const options = catalogue.map(({ id, title }) => ({ id, label: title }));
    return await choose(io, { ko: '무엇을 시험해 볼까요?', en: 'What shall we put to the test?' }, options);
  }
  await list(io, {});
  return null;
}
