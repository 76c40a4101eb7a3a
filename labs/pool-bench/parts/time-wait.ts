// What fresh connections leave behind. Who closes a TCP connection first keeps its port in TIME_WAIT for a while (a
// minute on Linux), so that late packets of it cannot reach a new connection on the same port. Counted here, never
// brought about on purpose.

import { readFile } from 'node:fs/promises';
import type { TimeWait } from '../data.ts';

const timeWaitState = '06';

/** Null where the kernel does not show its tables as files (not Linux). */
export async function countTimeWait(serverPort: number): Promise<TimeWait | null> {
  try {
    const tables = await Promise.all(
      ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => null)),
    );
    if (tables[0] === null) return null;
    const range = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8');
    const [firstPort = 0, lastPort = 0] = range.trim().split(/\s+/).map(Number);
    const sockets = tables.reduce((sum, table) => sum + countIn(table ?? '', serverPort), 0);
    const reuse = await readFile('/proc/sys/net/ipv4/tcp_tw_reuse', 'utf8').catch(() => null);
    return { sockets, firstPort, lastPort, reuse: reuse === null ? null : Number(reuse) };
  } catch {
    return null;
  }
}

/** A line: `sl local_address rem_address st …`, addresses as hexadecimal `0100007F:18EB` (proc(5)). */
function countIn(table: string, serverPort: number): number {
  const wanted = `:${serverPort.toString(16).toUpperCase().padStart(4, '0')}`;
  return table.split('\n').filter((line) => {
    const [, , remote = '', state] = line.trim().split(/\s+/);
    return state === timeWaitState && remote.endsWith(wanted);
  }).length;
}
