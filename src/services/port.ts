import { createServer } from 'node:net';
import { LabError } from '../core/errors.ts';

/** A port of 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

const attempts = 5;
/** In the words of the kernel, of Node, and of RabbitMQ for its second port. */
const portTaken = /address already in use|EADDRINUSE|dist_port_already_used/i;

/** Starts something on a free port; somebody else may take the port in between, then another one is tried. */
export async function onFreePort<Started>(start: (port: number) => Promise<Started>): Promise<Started> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await freePort());
    } catch (error) {
      const isTaken = error instanceof LabError && portTaken.test(error.message);
      if (!isTaken || attempt === attempts) throw error;
    }
  }
}
