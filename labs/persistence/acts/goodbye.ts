// SIGTERM: what `systemctl stop` and a rolling deploy send. Redis has time to say goodbye.
import type { EndedData } from '../data.ts';
import type { PersistenceContext } from '../settings.ts';
import { ended } from './ended.ts';

export async function goodbye(context: PersistenceContext): Promise<EndedData> {
  return { arms: await ended(context, { end: (server) => server.shutDown() }) };
}
