// Consumers of one broker as a process of their own, see apart.ts.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { SystemId } from '../data.ts';
import type { ApartOptions, Told } from './apart.ts';
import { systemsAt } from './systems-at.ts';

const { reach, line, conversations, report }: ApartOptions = JSON.parse(readFileSync(0, 'utf8'));

const desk = connect({ host: '127.0.0.1', port: report.port, noDelay: true });
desk.write(`${report.secret}\n`);
const waiting = new Map<number, () => void>();
createInterface(desk).on('line', (n) => waiting.get(Number(n))?.());
let last = 0;

/** Resolves when whoever does the work says that it is done: then the message may be acknowledged. */
function tell(system: SystemId, text: string | null): Promise<void> {
  last += 1;
  const n = last;
  desk.write(`${JSON.stringify({ system, n, text } satisfies Told)}\n`);
  return new Promise((resolve) => waiting.set(n, resolve));
}

const systems = systemsAt(reach);
for (const { system: id, channel } of conversations) {
  const system = systems.find((one) => one.id === id);
  const opened = await system?.attach(channel);
  await opened?.consumer(line, 'consumer-1', (text) => tell(id, text));
  await tell(id, null);
}
