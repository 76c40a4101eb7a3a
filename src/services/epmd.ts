import { connect } from 'node:net';
import type { Program, ServiceHost } from '../core/service.ts';
import { onFreePort } from './port.ts';
import { requireProgram } from './programs.ts';
import { type Supervised, supervise } from './supervise.ts';

/** Erlang's port mapper. It has no option that prints a version: `-names` asks one that runs, and fails where none does. */
export const epmdProgram: Program = {
  name: 'epmd',
  binaries: ['epmd'],
  versionArgs: [],
  versionFolder: '../lib/erlang/erts-*',
  folders: ['/usr/lib/erlang/bin', '/usr/lib64/erlang/bin'],
  packages: { apt: 'erlang-base', dnf: 'erlang-erts', pacman: 'erlang', apk: 'erlang', brew: 'erlang' },
};

const readyWithinMs = 10_000;

/**
 * In the foreground, on a port of its own, on loopback: the one that an Erlang VM starts by itself outlives
 * everybody and listens on all interfaces.
 */
export async function startEpmd(host: ServiceHost): Promise<{ port: number; process: Supervised }> {
  const { file } = await requireProgram(epmdProgram);
  const folder = await host.tempFolder('epmd');
  return await onFreePort(async (port) => {
    const process = await supervise(host, {
      name: epmdProgram.name,
      file,
      args: ['-port', String(port), '-address', '127.0.0.1'],
      folder,
      ready: () => askNames(port),
      readyWithinMs,
    });
    return { port, process };
  });
}

/** NAMES_REQ is the letter n; the reply begins with the port of whoever answers. */
function askNames(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write(Buffer.from([0, 1, 0x6e])));
    socket.setTimeout(1_000, () => socket.destroy(new Error('no answer to NAMES_REQ')));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('it closed the connection')));
    socket.once('data', (reply) => {
      socket.destroy();
      if (reply.length >= 4 && reply.readUInt32BE(0) === port) resolve();
      else reject(new Error(`another service answers on port ${port}`));
    });
  });
}
