// What every client does, whatever its transport: it connects, and hands on each update as it comes.
import type { Update } from '../server/feed.ts';

export interface ClientOptions {
  readonly host: string;
  readonly port: number;
  /** Stands before every path: the location of nginx. */
  readonly prefix: string;
  /** The last update that it has seen before it came. */
  readonly since: number;
  /** How often short polling asks, and how long after its start for the first time. */
  readonly intervalMs: number;
  readonly firstAfterMs: number;
  onUpdate(update: Update): void;
  /** Told at every answer and every connection: which server it is. */
  onServer?(name: string): void;
  /** Told when its connection or its request ended in an error, or its stream ended. */
  onEnd?(): void;
}

export interface Client {
  /** Hangs up and asks no more. */
  close(): void;
}

const retryMs = 20;

/**
 * Connects, and again 20 ms after each end, until it is closed.
 * @param connect fulfilled when it is connected; it tells when that is over
 */
export async function reconnecting(
  { onEnd }: Pick<ClientOptions, 'onEnd'>,
  connect: (ended: () => void) => Promise<void>,
  hangUp: () => void,
): Promise<Client> {
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  const ended = () => {
    if (closed) return;
    onEnd?.();
    timer = setTimeout(() => connect(ended).catch(ended), retryMs);
  };
  await connect(ended);
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      hangUp();
    },
  };
}

/** Fulfilled when the client is connected, or has had its first answer. */
export type OpenClient = (options: ClientOptions) => Promise<Client>;
