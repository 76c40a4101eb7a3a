// The prototype: a web endpoint that takes orders, RabbitMQ, and workers, each a process of its own.
import { randomBytes } from 'node:crypto';
import { onFreePort, type Scope } from '../../../src/kit/run.ts';
import type { QueueContext } from '../settings.ts';
import { type Child, type ChildOptions, child } from './child.ts';
import { type Entry, type Ledger, openLedger } from './ledger.ts';
import { type Names, namesOf } from './names.ts';
import type { ShopOptions, WorkerOptions } from './process-options.ts';

export type Parts = Pick<QueueContext, 'services' | 'scope'>;

export interface Prototype {
  readonly ledger: Ledger;
  readonly names: Names;
  /** Returns where it takes orders. */
  openShop(mode: ShopOptions['mode'], options?: ShopSettings): Promise<Child & { readonly url: string }>;
  hire(name: string, options?: WorkerSettings): Promise<Child>;
}

interface Common {
  /** Whether it is handed over to the learner (`--hold`). */
  readonly held?: boolean;
  readonly onDeath?: ChildOptions['onDeath'];
}

interface ShopSettings extends Common {
  readonly port?: number;
}

interface WorkerSettings extends Common {
  readonly prefetch?: number;
  readonly acknowledge?: WorkerOptions['acknowledge'];
}

export const retryAfterMs = 1_000;
/** Enough for every order of an arm: what a worker that dies had been handed is known. */
const prefetchOfAll = 100;

export async function openPrototype(
  { services, scope }: Parts,
  workMs: number,
  onEntry: (entry: Entry) => void,
): Promise<Prototype> {
  const ledger = await openLedger(scope, randomBytes(16).toString('hex'), onEntry);
  const names = namesOf(services.amqp, '');
  const common = { amqp: services.amqp.address('shop'), names, retryAfterMs, ledger: ledger.address };
  let shopUrl = '';
  return {
    ledger,
    names,
    async openShop(mode, { port: wanted, ...rest } = {}) {
      async function openAt(port: number) {
        const url = `http://127.0.0.1:${port}`;
        const input: ShopOptions = { ...common, name: 'shop', port, mode, workMs };
        const started = await start(scope, {
          ...rest,
          name: 'shop',
          url,
          program: 'queue-shop-process',
          input,
          ready: ledger.isUp,
        });
        return { ...started, url };
      }
      const shop = wanted ? await openAt(wanted) : await onFreePort(openAt);
      if (mode === 'queued') shopUrl = shop.url;
      return shop;
    },
    async hire(name, { prefetch = prefetchOfAll, acknowledge = 'after', ...rest } = {}) {
      const input: WorkerOptions = { ...common, name, prefetch, acknowledge };
      return await start(scope, {
        ...rest,
        name,
        url: shopUrl,
        program: 'queue-worker-process',
        input,
        ready: ledger.isUp,
      });
    },
  };
}

const start = (scope: Scope, options: ChildOptions) => scope.start(child(options));
