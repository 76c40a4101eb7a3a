import type { Socket } from 'node:net';
import { type AppliedToxic, Link } from './link.ts';
import type { Direction } from './toxics.ts';

/** Since the start; bytes as read from the client (upstream) and from the server (downstream). */
export interface Counters {
  connections: number;
  open: number;
  bytesUpstream: number;
  bytesDownstream: number;
}

interface ConnectionOptions {
  readonly client: Socket;
  readonly server: Socket;
  readonly random: () => number;
  readonly counters: Counters;
}

/** A client's socket and ours to the upstream server, tied together by one link for each direction. */
export class Connection {
  /** Fulfilled when both sockets are destroyed. */
  readonly closed: Promise<void>;
  readonly #sockets: readonly Socket[];
  readonly #links: Readonly<Record<Direction, Link>>;

  constructor({ client, server, random, counters }: ConnectionOptions) {
    const end = (how: 'close' | 'reset') => this.#end(how === 'close' ? close : reset);
    const countUpstream = (sizeBytes: number) => {
      counters.bytesUpstream += sizeBytes;
    };
    const countDownstream = (sizeBytes: number) => {
      counters.bytesDownstream += sizeBytes;
    };
    this.#sockets = [client, server];
    this.#links = {
      upstream: new Link({ source: client, destination: server, random, count: countUpstream, end }),
      downstream: new Link({ source: server, destination: client, random, count: countDownstream, end }),
    };
    counters.connections += 1;
    counters.open += 1;
    this.closed = Promise.all(this.#sockets.map(whenClosed)).then(() => {
      this.#stop();
      counters.open -= 1;
    });
  }

  add(applied: AppliedToxic): void {
    this.#links[applied.direction].add(applied);
  }

  remove(applied: AppliedToxic): void {
    this.#links[applied.direction].remove(applied);
  }

  /** Both sides are gone at once, whatever was still on its way. */
  cut(): void {
    this.#end((socket) => socket.destroy());
  }

  #end(ending: (socket: Socket) => void): void {
    this.#stop();
    this.#sockets.forEach(ending);
  }

  #stop(): void {
    this.#links.upstream.stop();
    this.#links.downstream.stop();
  }
}

/** A FIN after everything that was written. */
function close(socket: Socket): void {
  socket.destroySoon();
}

/** A TCP RST, where one can be sent. */
function reset(socket: Socket): void {
  // While a FIN is handed to the kernel libuv refuses the reset with EINVAL, and Node then leaks the socket.
  const sendsFin = socket.writableEnded && socket.writableLength === 0 && !socket.writableFinished;
  if (socket.connecting || sendsFin) socket.destroy();
  else socket.resetAndDestroy();
}

function whenClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}
