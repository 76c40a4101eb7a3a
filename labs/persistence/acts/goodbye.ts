// SIGTERM: what `systemctl stop` and a rolling deploy send. Redis has time to say goodbye.
import type { EndedData } from '../data.ts';
import type { PersistenceContext } from '../settings.ts';
import { ended } from './ended.ts';

export const goodbye = (context: PersistenceContext): Promise<EndedData> =>
  ended(context, (server) => server.shutDown());
