import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a Redis that stops the traffic at a chosen command: a run can be looked at in the very middle of it. */
export interface Gate {
  readonly url: string;
  /** Resolves when the command has been passed on; nothing moves any more on the connections of that moment. */
  readonly shut: Promise<void>;
  /** Breaks the connections that were stopped. New ones pass freely. */
  breakOff(): void;
  close(): Promise<void>;
}

export async function openGate(port: number, shutsAfter: RegExp): Promise<Gate> {
  const pairs: [client: Socket, server: Socket][] = [];
  let isShut = false;
  let announce = () => {};
  const shut = new Promise<void>((resolve) => {
    announce = resolve;
  });

  const listener = createServer((client) => {
    const server = connect(port, '127.0.0.1');
    pairs.push([client, server]);
    for (const socket of [client, server]) socket.on('error', () => {});
    server.pipe(client);
    client.on('data', (chunk) => {
      server.write(chunk);
      if (isShut || !shutsAfter.test(chunk.toString('latin1'))) return;
      isShut = true;
      for (const [to, from] of pairs) {
        to.pause();
        from.unpipe(to);
      }
      announce();
    });
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');

  const breakOff = () => {
    for (const [client, server] of pairs.splice(0)) {
      client.destroy();
      server.destroy();
    }
  };
  return {
    url: `redis://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    shut,
    breakOff,
    async close() {
      breakOff();
      listener.close();
      await once(listener, 'close');
    },
  };
}
