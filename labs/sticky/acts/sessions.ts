/**
 * Three web servers, and requests that come to them in turn, as under round robin. Where does a server
 * look for what it knows about a user?
 *
 * in memory: in a Map of its own. in Redis: with GET and SET, which all three of them ask.
 * The session here holds only the last thing that the user put into the basket; a server has found the session
 * when it knows that thing. Left out: sessions that expire, and a Redis that fails.
 */
import { get, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  createRandom,
  Histogram,
  listen,
  monotonicClock,
  type RedisServer,
  runTrials,
  valuesOf,
} from '../../../src/kit/run.ts';
import type { SessionsArm, SessionsData, Store } from '../data.ts';
import type { StickyContext } from '../settings.ts';

interface SessionStore {
  read(user: string): string | undefined | Promise<string | null>;
  write(user: string, item: string): unknown;
}

const servers = 3;
const users = 30;
const requestsATrial = 400;
const rounds = 4;
const forgetAfterSeconds = 600;

export async function sessions(context: StickyContext): Promise<SessionsData> {
  const { signal, emit } = context;
  const arms = (['memory', 'redis'] as const).map((store) => ({
    name: store,
    trial: (round: number) => trial(context, store, round),
  }));
  const results = await runTrials(arms, { rounds, warmupRounds: 1, signal, emit });
  return results.map((result) => {
    const trials = valuesOf(result);
    const refused = result.trials.flatMap((one) => ('failed' in one ? [one.failed] : [])).at(-1);
    return {
      store: result.arm as Store,
      requests: trials.reduce((sum, { requests }) => sum + requests, 0),
      found: trials.reduce((sum, { found }) => sum + found, 0),
      read: Histogram.merged(trials.map(({ read }) => read)).toJSON(),
      write: Histogram.merged(trials.map(({ write }) => write)).toJSON(),
      ...(refused === undefined ? {} : { refused }),
    };
  });
}

/** Drawn users put numbered things into their baskets; the servers take turns. */
async function trial(
  context: StickyContext,
  store: Store,
  round: number,
): Promise<Omit<SessionsArm, 'store'>> {
  const random = createRandom(context.seed).fork(`sessions ${round}`);
  const shop = await openShop(context, store, `${store}-${round}`);
  const latest = new Map<string, string>();
  let requests = 0;
  let found = 0;
  for (let item = 1; item <= requestsATrial; item += 1) {
    const user = `user-${random.int(users)}`;
    const remembered = await shop.put(item % servers, user, `item-${item}`);
    if (latest.has(user)) requests += 1;
    if (latest.has(user) && remembered === latest.get(user)) found += 1;
    latest.set(user, `item-${item}`);
  }
  return { requests, found, read: shop.read.toJSON(), write: shop.write.toJSON() };
}

/** Three web servers with one kind of store. `put` asks one of them and returns what it remembered. */
async function openShop({ services, scope }: StickyContext, store: Store, name: string) {
  const [read, write] = [new Histogram(), new Histogram()];
  let refusal: unknown;
  const ports = await Promise.all(
    Array.from({ length: servers }, async (_, number) => {
      // Redis is here: only a run with --prove has none, and it leaves this act out.
      const redis = services.redis as RedisServer;
      const own = store === 'memory' ? inMemory() : await inRedis(redis, name, number);
      const answer = async (request: IncomingMessage, response: ServerResponse) => {
        const url = new URL(request.url ?? '/', 'http://shop');
        const user = url.searchParams.get('user') ?? '';
        const startNs = monotonicClock.nowNs();
        const remembered = await own.read(user);
        const readNs = monotonicClock.nowNs();
        await own.write(user, url.searchParams.get('item') ?? '');
        read.record(readNs - startNs);
        write.record(monotonicClock.nowNs() - readNs);
        response.end(remembered ?? '');
      };
      const { port } = await listen(scope, (request, response) => {
        answer(request, response).catch((error: unknown) => {
          refusal = error; // A full Redis, a replica, a connection that was cut: it is the store that failed.
          response.destroy();
        });
      });
      return port;
    }),
  );
  return {
    read,
    write,
    put: (server: number, user: string, item: string) =>
      textOf(`http://127.0.0.1:${ports[server]}/?user=${user}&item=${item}`).catch((error: unknown) => {
        throw refusal ?? error;
      }),
  };
}

function inMemory(): SessionStore {
  const sessions = new Map<string, string>();
  return { read: (user) => sessions.get(user), write: (user, item) => sessions.set(user, item) };
}

async function inRedis(redis: RedisServer, name: string, server: number): Promise<SessionStore> {
  const client = await redis.connect(`server-${server + 1}`);
  const keyOf = (user: string) => redis.key(`session-${name}-${user}`);
  return {
    read: (user) => client.get(keyOf(user)),
    write: (user, item) => client.set(keyOf(user), item, 'EX', forgetAfterSeconds),
  };
}

function textOf(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.once('end', () => resolve(text));
    }).once('error', reject);
  });
}
