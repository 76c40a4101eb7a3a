// SIGKILL: what the kernel does when memory runs out. Redis does nothing any more, but the machine lives on, and with
// it what Redis had handed over to the kernel (the page cache).
import type { EndedData } from '../data.ts';
import type { PersistenceContext } from '../settings.ts';
import { ended } from './ended.ts';

export const kill = (context: PersistenceContext): Promise<EndedData> =>
  ended(context, (server) => server.kill());
