// Our chat server beside others that do the same, each in one process: what it delivers, how soon, what a connection
// takes, and how long a thousand people take to come back.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { withScope } from '../../labs/with-scope.ts';
import { type BenchRow, medianOf } from '../row.ts';
import { type Arm, startArm } from './arms.ts';
import { isCentrifugoHere } from './centrifugo.ts';
import type { Pace } from './load.ts';
import { type LoadProcess, startLoad } from './load-process.ts';
import { type ArmName, protocols } from './protocols.ts';

const peers: readonly ArmName[] = [
  'bare',
  'sio-pubsub',
  'sio-streams',
  ...(isCentrifugoHere ? (['centrifugo'] as const) : []),
];
const arms: readonly ArmName[] = ['ours', ...peers];
const words: Record<ArmName, string> = {
  ours: 'ours, with recovery',
  bare: 'bare ws over ioredis',
  'sio-pubsub': 'Socket.IO, Redis adapter',
  'sio-streams': 'Socket.IO, Streams adapter and recovery',
  centrifugo: 'Centrifugo with history and recovery',
};
const wantedOf: Partial<Record<ArmName, string>> = {
  bare: 'at least 0.9',
  'sio-pubsub': 'at least 3',
  'sio-streams': 'at least 3',
};
const sizes = [200, 2_000];
const rounds = 3;
const [warmUpMs, lastsMs] = [700, 2_000];
const idle = 10_000;
/** V8 hands back what the opening took when little has happened for eight seconds (its memory reducer). */
const settleMs = 20_000;
const [comingBack, missed] = [1_000, 100];
/** A process that takes this share of a core has no more to give. */
const busy = 0.93;

export const benchChat = () => withLoad(throughput);
export const benchChatIdle = () => withLoad(memory);
export const benchChatRecovery = () => withLoad(recovery);

async function withLoad(
  bench: (load: LoadProcess, start: Start) => Promise<BenchRow[]>,
): Promise<BenchRow[]> {
  const load = startLoad();
  try {
    const [core] = cpus();
    console.log(`${cpus().length} cores (${core?.model}); messages of 100 letters`);
    return await withScope(({ scope }) => bench(load, (name) => startArm(scope, name)));
  } finally {
    load.end();
  }
}

type Start = (name: ArmName) => Promise<Arm>;

interface Round {
  readonly perSecond: number;
  readonly server: number;
  readonly load: number;
}

/** Arms take turns in each round, so that a ratio is one of neighbours. */
async function throughput(load: LoadProcess, start: Start): Promise<BenchRow[]> {
  const started = await Promise.all(arms.map(start));
  const rows: BenchRow[] = [];
  for (const size of sizes) {
    for (const { name, server, secret } of started) await load.open(name, server.port, secret, size, size);
    const found = new Map<ArmName, Round[]>(arms.map((name) => [name, []]));
    for (let round = 0; round < rounds; round++)
      for (const arm of rotated(started, round)) found.get(arm.name)?.push(await floodOf(load, arm));
    rows.push(...peers.map((peer) => deliveries(size, peer, found)));
    if (size === sizes.at(-1)) rows.push(...(await latency(load, size, found)));
  }
  for (const { name } of started) await load.close(name);
  return rows;
}

async function floodOf(load: LoadProcess, { name, server }: Arm): Promise<Round> {
  const before = cpuSeconds(server.pid());
  const { delivered, seconds, cpuSeconds: took } = await load.flood(name, warmUpMs, lastsMs);
  // The server's share is over the whole flood, its warm-up too.
  const serverSeconds = cpuSeconds(server.pid()) - before;
  return {
    perSecond: delivered / seconds,
    server: serverSeconds / (seconds + warmUpMs / 1e3),
    load: took / seconds,
  };
}

function deliveries(size: number, peer: ArmName, found: ReadonlyMap<ArmName, readonly Round[]>): BenchRow {
  const [ours, theirs] = [found.get('ours') ?? [], found.get(peer) ?? []];
  const text = (all: readonly Round[]) =>
    `${(medianOf(all.map(({ perSecond }) => perSecond)) / 1e3).toFixed(0)}k/s (server ${percent(all, 'server')}, load ${percent(all, 'load')} of a core${limitOf(all)})`;
  return {
    name: `deliveries a second to ${size} people, against ${words[peer]}`,
    ours: text(ours),
    peer: text(theirs),
    ratio: medianOf(ours.map(({ perSecond }, n) => perSecond / (theirs[n]?.perSecond ?? Number.NaN))),
    ...targetOf(wantedOf[peer]),
  };
}

const targetOf = (target: string | undefined) => (target === undefined ? {} : { target });

const percent = (all: readonly Round[], of: 'server' | 'load') =>
  `${(100 * medianOf(all.map((one) => one[of]))).toFixed(0)} %`;

const limitOf = (all: readonly Round[]) =>
  medianOf(all.map(({ load }) => load)) > busy && medianOf(all.map(({ server }) => server)) < busy
    ? '; the load is the limit'
    : '';

/**
 * Each at half of what it can take itself, where ours has more to do; and ours at the peer's rate, which is the same work.
 * Above its own limit nobody has a latency.
 */
async function latency(
  load: LoadProcess,
  size: number,
  found: ReadonlyMap<ArmName, readonly Round[]>,
): Promise<BenchRow[]> {
  const halfOf = (name: ArmName) =>
    medianOf((found.get(name) ?? []).map(({ perSecond }) => perSecond)) / size / 2;
  const paced = (name: ArmName, perSecond: number) => load.pace(name, perSecond, 2 * lastsMs);
  const own = await paced('ours', halfOf('ours'));
  const rows: BenchRow[] = [];
  for (const peer of peers) {
    const perSecond = halfOf(peer);
    const [ours, theirs] = [await paced('ours', perSecond), await paced(peer, perSecond)];
    const ofPeer = `${perSecond.toFixed(0)} messages/s, half of what ${words[peer]} can take`;
    rows.push(
      delays(`delivery to ${size} people at ${ofPeer}`, ours, theirs),
      delays(
        `ours at half of its own, ${halfOf('ours').toFixed(0)} messages/s, the peer at ${ofPeer}`,
        own,
        theirs,
      ),
    );
  }
  return rows;
}

function delays(name: string, ours: Pace, theirs: Pace): BenchRow {
  const text = ({ p99Ms, medianMs, samples }: Pace) =>
    `p99 ${p99Ms.toFixed(1)} ms, median ${medianMs.toFixed(1)} ms (${samples} samples)`;
  return { name, ours: text(ours), peer: text(theirs), ratio: ours.p99Ms / theirs.p99Ms };
}

async function memory(load: LoadProcess, start: Start): Promise<BenchRow[]> {
  const limit = Number(execFileSync('sh', ['-c', 'ulimit -n'])) || idle * 2;
  const count = Math.min(idle, limit - 1_000);
  const perConnection = new Map<ArmName, number>();
  for (const name of arms) {
    const { server, secret } = await start(name);
    const before = residentKb(server.pid());
    await load.open(name, server.port, secret, count, 100);
    await wait(settleMs);
    perConnection.set(name, (residentKb(server.pid()) - before) / count);
    await load.close(name);
    await server.kill();
  }
  const ours = perConnection.get('ours') ?? Number.NaN;
  const kb = (value: number) => `${value.toFixed(1)} KB`;
  return peers.map((peer) => {
    const theirs = perConnection.get(peer) ?? Number.NaN;
    return {
      name: `memory of the server for each of ${count} idle connections in rooms of 100, against ${words[peer]}`,
      ours: kb(ours),
      peer: kb(theirs),
      ratio: ours / theirs,
      ...targetOf(peer.startsWith('sio') ? 'at most 0.5, and 20 KB' : undefined),
    };
  });
}

/** Those that can: the others have nothing to hand over. */
async function recovery(load: LoadProcess, start: Start): Promise<BenchRow[]> {
  const found: { text: string; ms: number }[] = [];
  const canRecover = arms.filter((name) => protocols[name].comeback !== null);
  for (const name of canRecover) {
    const { server, secret } = await start(name);
    await load.open(name, server.port, secret, comingBack + 1, comingBack + 1);
    const before = cpuSeconds(server.pid());
    const { tookMs, people, complete } = await load.recover(name, missed);
    const cpu = cpuSeconds(server.pid()) - before;
    found.push({
      text: `${tookMs.toFixed(0)} ms, ${complete} of ${people} whole (server: ${cpu.toFixed(2)} s of CPU)`,
      ms: tookMs,
    });
    await load.close(name);
    await server.kill();
  }
  const [ours, ...theirs] = found;
  return theirs.map(({ text, ms }, index) => ({
    name: `${comingBack} people come back at once for ${missed} messages each, against ${words[canRecover[index + 1] as ArmName]}`,
    ours: ours?.text ?? '-',
    peer: text,
    ratio: (ours?.ms ?? Number.NaN) / ms,
  }));
}

const rotated = <Value>(all: readonly Value[], by: number): Value[] => [
  ...all.slice(by % all.length),
  ...all.slice(0, by % all.length),
];

const ticksPerSecond = 100;

/** User and system time of a process so far (proc(5): fields 14 and 15 of stat). */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

function residentKb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
