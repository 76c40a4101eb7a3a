// The machine goes as well, and the page cache with it. Simulated: the server is killed, and each of its files is cut
// to the length that an fsync had confirmed. A real disk may keep more; it must not keep less (fsync(2)).
import { powerCut as library } from '../../../src/kit/run.ts';
import type { EndedData } from '../data.ts';
import { wayScene } from '../parts/way-scene.ts';
import type { PersistenceContext } from '../settings.ts';
import { ended, savedOnce } from './ended.ts';

export async function powerCut(context: PersistenceContext): Promise<EndedData> {
  const power = await context.scope.start(library());
  const [arms] = await Promise.all([
    ended(context, {
      power,
      due: (server, setting) => savedOnce(server, setting, true),
      end: (server) => server.cutPower(),
    }),
    wayScene(context, power),
  ]);
  return { arms };
}
