// The other end of the ledger, in the programs that are killed.
import { connect } from 'node:net';
import type { Entry, LedgerAddress } from './ledger.ts';

export type Report = (step: Entry['step'], id: number, n?: number) => void;

/** A line is in the kernel's hands when this returns: a SIGKILL after it loses nothing of it. */
export function reportTo({ port, secret }: LedgerAddress, who: string): Report {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {}); // Nobody is there any more, and this program is about to be ended, too.
  socket.write(`${secret}\n`);
  return (step, id, n = 1) => void socket.write(`${JSON.stringify({ who, step, id, n } satisfies Entry)}\n`);
}
