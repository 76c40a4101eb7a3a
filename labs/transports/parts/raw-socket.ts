// A TCP connection, and what has come over it so far: for an act that looks at single bytes.
import { once } from 'node:events';
import { connect } from 'node:net';
import { type Text, until } from '../../../src/kit/run.ts';
import type { TransportsContext } from '../settings.ts';

export interface RawSocket {
  write(bytes: string | Buffer): void;
  /** Waits until what came and was not yet taken makes something, and takes that away. */
  take<Taken>(
    what: Text,
    read: (bytes: Buffer) => { readonly taken: Taken; readonly sizeBytes: number } | null,
  ): Promise<Taken>;
  end(): void;
}

const withinMs = 5_000;

export async function openRaw({ scope, signal }: TransportsContext, port: number): Promise<RawSocket> {
  const socket = connect(port, '127.0.0.1');
  scope.defer(() => void socket.destroy());
  await once(socket, 'connect', { signal });
  let bytes = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
  });
  socket.on('error', () => {}); // Whoever waits for an answer notices.
  return {
    write: (what) => void socket.write(what),
    async take(what, read) {
      let found = read(bytes);
      const isThere = () => {
        found = read(bytes);
        return found !== null;
      };
      await until(isThere, { signal, what, withinMs });
      if (!found) throw new Error('until has seen it');
      bytes = bytes.subarray(found.sizeBytes);
      return found.taken;
    },
    end: () => socket.destroy(),
  };
}
