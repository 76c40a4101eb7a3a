import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../src/core/trace.ts';
import { loadRun } from '../../src/course/kept-run.ts';
import { loadTrace } from '../../src/course/load-trace.ts';
import type { Demo } from '../../src/web/demo.ts';
import type { PageData } from '../../src/web/page-data.ts';
import type { Batch, HostVerb, ToHost } from '../../src/web/protocol.ts';
import { eventually } from '../eventually.ts';
import { type HostTalk, hostOf, openTestDemo, quickWish } from './laboratory.ts';
import { ask } from './raw.ts';

let folder = '';
let demo: Demo;
let host: HostTalk;
const ownPassword = 'hunter2-of-the-learner';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redis-lab-test-'));
  process.env.XDG_STATE_HOME = join(folder, 'state');
  process.env.TMPDIR = folder;
  process.env.REDIS_URL = `redis://me:${ownPassword}@127.0.0.1:1`;
  demo = await openTestDemo();
  host = await hostOf(demo);
});
afterAll(async () => {
  await demo.close();
  await rm(folder, { recursive: true });
});

async function fetched(path: string | null): Promise<PageData> {
  const { status, body } = await ask(demo.port, { path: path ?? '', cookie: host.cookie });
  expect(status).toBe(200);
  return JSON.parse(Buffer.from(body, 'latin1').toString());
}

const batchesIn = (heard: readonly string[]) =>
  heard.map((text) => JSON.parse(text) as ToHost).filter((one): one is Batch => one.kind === 'batch');

/** What a private Redis was told to ask of everybody, while it stands. */
async function privateServer(): Promise<{ password: string; config: string }> {
  return await eventually(async () => {
    const files = await readdir(folder, { recursive: true });
    const config = await readFile(
      join(folder, files.find((file) => file.endsWith('redis.conf')) ?? ''),
      'utf8',
    );
    return { password: /^requirepass (\S+)/m.exec(config)?.[1] ?? '', config };
  });
}

describe('the catalogue', () => {
  it('has every lab with what can be set, and gives no answer away', async () => {
    host.say({ verb: 'catalogue' });
    const { labs, kept } = await host.hears('catalogue');
    expect(labs.length).toBeGreaterThanOrEqual(10);
    expect(kept).toEqual([]);
    const pubsub = labs.find(({ id }) => id === 'pubsub');
    expect(pubsub?.controls.find(({ name }) => name === 'messages')).toMatchObject({
      ...{ flag: '--messages', kind: 'int', range: '10~1000000' },
      values: { quick: '250', default: '600', full: '2000' },
    });
    expect(
      labs.find(({ id }) => id === 'ttl')?.controls.find(({ kind }) => kind === 'duration'),
    ).toMatchObject({
      values: { default: expect.stringMatching(/^\d+(ms|s|m|h)$/) },
    });
    expect(JSON.stringify(labs)).not.toContain('misconception');
  });
});

describe('a run from the page', () => {
  it('is the run of the command line: streamed, kept, and shown with the same counts', async () => {
    host.say({ verb: 'start', wish: quickWish({ predictions: {}, given: { sequence: '30' } }) });
    const { password } = await privateServer();
    const { run } = await host.hears('started');
    const ended = await host.hears('ended');
    expect(ended).toMatchObject({ run, outcome: 'completed', error: null });
    const page = await fetched(ended.data);
    const { id } = page.report.record;
    const kept = await loadRun(id, 'redis-lab');
    expect(page.report.findings).toEqual(JSON.parse(JSON.stringify(kept.report.findings)));
    expect(page.report.record.params).toMatchObject({ sequence: 30, messages: 250 });
    const { trace } = await loadTrace(id);
    expect(page.trace?.events).toEqual(trace.events);

    const batches = batchesIn(host.heard);
    expect(batches.map(({ seq }) => seq)).toEqual(batches.map((_, index) => index + 1));
    const streamed = batches.flatMap(({ events }) => events);
    const left = batches.reduce(
      (sum, batch) => sum + Object.values(batch.left).reduce((a, b) => a + b, 0),
      0,
    );
    expect(streamed.length + left).toBe(trace.header.kept + trace.header.left - gapsIn(trace.events));
    expect(streamed.length).toBeGreaterThan(0);

    const everything = [...host.heard, JSON.stringify(page)].join('\n');
    expect(password).toMatch(/^\w{16,}$/);
    for (const secret of [password, ownPassword]) expect(everything).not.toContain(secret);

    host.say({ verb: 'open', run: id });
    expect((await fetched((await host.hears('opened')).data)).report.record.id).toBe(id);
    // A page that was away is sent what it missed.
    const again = await hostOf(demo);
    again.say({ verb: 'since', after: 0 });
    await eventually(() => expect(batchesIn(again.heard)).toEqual(batches));
    again.socket.close();
  });

  it('stops when it is told to, and one at a time', async () => {
    const from = host.heard.length;
    host.say({ verb: 'start', wish: quickWish({ preset: 'full', acts: null }) });
    await host.hears('started', from);
    const { config } = await privateServer();
    expect(config).toMatch(/^requirepass \S{16,}/m);
    host.say({ verb: 'start', wish: quickWish() });
    expect((await host.hears('refused', from)).why.what.en).toBe('A run is under way already.');
    const server = await eventually(async () => {
      const ready = batchesIn(host.heard.slice(from)).flatMap(({ said }) => said);
      const one = ready.find((event) => event.kind === 'service-ready');
      expect(one).toBeDefined();
      return one as Extract<typeof one, { kind: 'service-ready' }>;
    });
    expect(await sayHello(portIn(JSON.stringify(server)))).toMatch(/^-NOAUTH/);
    host.say({ verb: 'stop' });
    expect(await host.hears('ended', from)).toMatchObject({ outcome: 'aborted', data: null });
  });
});

describe('what a page asks for', () => {
  const refused: readonly (readonly [string, HostVerb])[] = [
    ['a lab that there is not', { verb: 'start', wish: quickWish({ lab: 'none' }) }],
    [
      'an option that there is not',
      { verb: 'start', wish: quickWish({ given: { redis: 'redis://evil.test' } }) },
    ],
    ['what every object has', { verb: 'start', wish: quickWish({ given: { constructor: '1' } }) }],
    ['a figure out of range', { verb: 'start', wish: quickWish({ given: { messages: '9' } }) }],
    ['no figure', { verb: 'start', wish: quickWish({ given: { messages: '$(id)' } }) }],
    ['a flag that is none', { verb: 'start', wish: quickWish({ given: { messages: true } }) }],
    ['an act that there is not', { verb: 'start', wish: quickWish({ acts: ['none'] }) }],
    ['a choice that there is not', { verb: 'start', wish: quickWish({ predictions: { channel: 'none' } }) }],
    ['a run that was not kept', { verb: 'open', run: 'package' }],
  ];
  it.each(refused)('is refused with its reason: %s (18)', async (_, verb) => {
    const from = host.heard.length;
    host.say(verb);
    expect(await host.hears('refused', from)).toMatchObject({ verb: verb.verb });
  });

  const broken = [
    { verb: 'start', wish: { ...quickWish(), lab: '../labs/pubsub' } },
    { verb: 'start', wish: { ...quickWish(), acts: [] } },
    { verb: 'start', wish: { ...quickWish(), preset: 'huge' } },
    { verb: 'start', wish: { ...quickWish(), given: { messages: 5 } } },
    { verb: 'start', wish: { ...quickWish(), given: { messages: '1'.repeat(201) } } },
    { verb: 'start', wish: null },
    { verb: 'open', run: '/etc/passwd' },
    { verb: 'open', run: '../runs' },
    { verb: 'since', after: -1 },
    { verb: 'predict', rung: -1, choice: null },
    { verb: 'predict', rung: 0, choice: '../yes' },
    { verb: 'predict', rung: 0 },
    { verb: 'exec', command: 'id' },
  ];
  it.each(broken)('ends the talk where it is no verb: %j (11, 18)', async (said) => {
    const stranger = await hostOf(demo);
    stranger.say(said as unknown as HostVerb);
    expect(await stranger.closed).toBe(1008);
  });
});

const gapsIn = (events: readonly TraceEvent[]) => events.filter(({ kind }) => kind === 'gap').length;
const portIn = (text: string) => Number(/"--port[^\d]+(\d+)/.exec(text)?.[1]);

function sayHello(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write('PING\r\n'));
    socket.on('data', (data) => {
      resolve(data.toString());
      socket.destroy();
    });
    socket.on('error', reject);
  });
}
