import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type CatalogueEntry, catalogue } from '../../labs/index.ts';
import type { LabEvent } from '../../src/core/events.ts';
import { resolveParams } from '../../src/core/params.ts';
import { runLab } from '../../src/core/run.ts';
import { readEnvironment } from '../../src/environment.ts';
import { openServiceHost } from '../../src/services/host.ts';
import { steadyClock } from './with-scope.ts';

/** Beside the flags of `--quick`: every server that the lab has. */
const flags: Record<string, Record<string, string>> = {
  pubsub: { subscribers: '1', messages: '10', rounds: '1', sequence: '30' },
  ttl: { ttl: '300s', speed: '600', users: '60' },
  sticky: { clients: '50', connections: '6' },
  transports: { clients: '2', interval: '10ms', rounds: '1', trial: '50ms' },
  chat: { clients: '12', messages: '60' },
  delivery: { faults: 'none', messages: '30', batches: '1', rounds: '1', trial: '5ms' },
  nearby: { users: '50', world: '120s', channels: '300' },
  'memory-vs-disk': { keys: '2000', callers: '2', trial: '5ms' },
  persistence: { writes: '1000', trial: '20ms', keys: '100' },
  queue: { orders: '10', work: '1ms', rounds: '1', prefetch: '1', burst: '1000' },
  'pool-bench': {
    target: 'all',
    concurrency: '4',
    pool: '1,4',
    rtt: '0',
    rounds: '1',
    trial: '5ms',
    stall: '100ms',
  },
};

/** Shorter than any server or client program of a lab lives. */
const lookEveryMs = 10;

const pidsOfAll = async () => (await readdir('/proc')).filter((name) => /^\d+$/.test(name));

/**
 * What every user of the machine sees with `ps e`, and what lies in logs: one text for each place.
 *
 * @param before who ran before there was a secret: not looked at, for looking takes the lab's time
 */
async function openlyVisible(before: ReadonlySet<string>): Promise<Map<string, string>> {
  const places = new Map<string, string>();
  const look = async (path: string) => places.set(path, await readFile(path, 'latin1').catch(() => ''));
  const pids = (await pidsOfAll()).filter((pid) => !before.has(pid) || pid === String(process.pid));
  await Promise.all(pids.flatMap((pid) => [look(`/proc/${pid}/cmdline`), look(`/proc/${pid}/environ`)]));
  const folders = (await readdir(tmpdir())).filter((name) => /^redis-lab-[0-9a-f]{12}/.test(name));
  for (const folder of folders) {
    const files = await readdir(join(tmpdir(), folder), { recursive: true }).catch(() => []);
    await Promise.all(
      files.filter((file) => file.endsWith('.log')).map((file) => look(join(tmpdir(), folder, file))),
    );
  }
  return places;
}

describe.each(catalogue.map(({ id }) => id))('%s', (id) => {
  it('shows the secrets of its servers nowhere', async () => {
    const { default: lab } = await (catalogue.find((entry) => entry.id === id) as CatalogueEntry).load();
    const secrets = new Set<string>();
    const events: LabEvent[] = [];
    const leaks: string[] = [];
    const search = (place: string, text: string) => {
      for (const secret of secrets) if (text.includes(secret)) leaks.push(place);
    };
    const before = new Set(await pidsOfAll());
    const run = runLab(lab, {
      preset: 'quick',
      params: resolveParams(lab.params, 'quick', flags[id] ?? {}),
      seed: 1,
      acts: null,
      nonce: 'secrets',
      toolVersion: '0.0.0',
      environment: readEnvironment(),
      clock: steadyClock,
      signal: new AbortController().signal,
      onEvent: (event) => void events.push(event),
      predict: async () => null,
      probe: async () => ({ quiet: true, reasons: [], probe: { load: 0, steal: null, jitterMs: 0 } }),
      openHost(options) {
        const host = openServiceHost({ external: {}, trace: true }, options);
        const newSecret = () => {
          const secret = host.newSecret();
          secrets.add(secret);
          return secret;
        };
        return { ...host, newSecret };
      },
    });
    let running = true;
    void run.finally(() => {
      running = false;
    });
    while (running) {
      for (const [place, text] of await openlyVisible(before)) search(place, text);
      await wait(lookEveryMs); // Whoever looks without a pause looks at a lab that has no time.
    }
    const { record, trace } = await run;
    expect(record.outcome, record.error?.what.en).toBe('completed');
    search('the record', JSON.stringify(record));
    search('the events', JSON.stringify(events));
    search('the trace', JSON.stringify(trace));
    // As many as there are servers that ask for one.
    const asking = record.servers.filter(({ name }) =>
      /^(redis|redis-tls|postgres|rabbitmq|kafka)$/.test(name),
    );
    expect(asking.length).toBeGreaterThan(0);
    expect(secrets.size).toBeGreaterThanOrEqual(asking.length);
    expect(leaks).toEqual([]);
  }, 120_000);
});
