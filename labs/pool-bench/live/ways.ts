// How a request comes to a connection, told step by step: by a pool, or by a connection of its own.
import type { Redis } from '../../../src/kit/run.ts';
import { connectIoredis, openPool } from '../parts/ioredis-shapes.ts';
import type { Route } from '../parts/route.ts';
import type { PoolContext } from '../settings.ts';

export interface Way {
  /** Where a request goes first. */
  readonly door: 'pool' | 'new-connection';
  request(msg: string): Promise<void>;
  /** Nobody new comes; who is on the way may finish. */
  retire(): void;
  /** At once, whoever is on the way. */
  close(): void;
}

export interface WayOptions extends Pick<PoolContext, 'note' | 'signal'> {
  readonly route: Route;
  readonly key: string;
}

const acquireTimeoutMs = 1_500;

/** @param isLeaking asked when a request is over: then its connection is not given back */
export async function byPool(options: WayOptions, size: number, isLeaking: () => boolean): Promise<Way> {
  const { note, route, key } = options;
  const told = teller(options);
  const pool = await openPool(route, size, { acquireTimeoutMs });
  const names = new Map<Redis, string>();
  let [onTheWay, isRetired] = [0, false];
  const closeIfDone = () => isRetired && onTheWay === 0 && pool.close();

  async function ask(msg: string): Promise<void> {
    const client = await told({ msg, from: 'caller', to: 'pool' }, () => pool.acquire());
    const name = names.get(client) ?? `connection-${names.size + 1}`;
    names.set(client, name);
    await told({ msg, from: 'pool', to: name }, async () => {});
    try {
      await told({ msg, from: name, to: 'redis' }, () => client.get(key));
    } finally {
      if (isLeaking()) {
        const text = { ko: `반납하지 않은 연결: ${name}`, en: `${name} is not given back` };
        note({ kind: 'mark', id: `leaked:${name}`, text });
      } else await pool.release(client);
    }
  }

  return {
    door: 'pool',
    async request(msg) {
      onTheWay += 1;
      await ask(msg).finally(() => {
        onTheWay -= 1;
        closeIfDone();
      });
    },
    retire() {
      isRetired = true;
      closeIfDone();
    },
    close: () => pool.close(),
  };
}

export function byNewConnection(options: WayOptions): Way {
  const { route, key } = options;
  const told = teller(options);
  const door = 'new-connection';
  return {
    door,
    async request(msg) {
      const client = await told({ msg, from: 'caller', to: door }, () =>
        connectIoredis(route, { comesBack: false }),
      );
      await told({ msg, from: door, to: 'redis' }, () => client.get(key)).finally(() => client.disconnect());
    },
    retire() {},
    close() {},
  };
}

/** Tells of one step of a request while it is taken. */
function teller({ note, signal }: WayOptions) {
  return async <Result>(
    hop: { readonly msg: string; readonly from: string; readonly to: string },
    work: () => Promise<Result>,
  ): Promise<Result> => {
    note({ kind: 'send', ...hop });
    try {
      const result = await work();
      note({ kind: 'recv', ...hop });
      return result;
    } catch (error) {
      if (!signal.aborted) note({ kind: 'drop', why: 'refused', ...hop });
      throw error;
    }
  };
}
