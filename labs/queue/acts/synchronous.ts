// Orders come in over HTTP. Does the caller wait for the work, or for a yes from RabbitMQ? And where is an order when the
// program that has it is killed?
import {
  type ArmTrials,
  Histogram,
  openLoop,
  runTrials,
  toRuns,
  until,
  valuesOf,
} from '../../../src/kit/run.ts';
import type { Death, DeathArm, SynchronousData, WaitArm, Way } from '../data.ts';
import { openCaller, type PlaceOrder } from '../parts/caller.ts';
import type { Child } from '../parts/child.ts';
import type { HoldsAt } from '../parts/order.ts';
import { openPrototype, type Prototype } from '../parts/prototype.ts';
import { tell } from '../parts/story.ts';
import type { QueueContext } from '../settings.ts';

/** More than one cook can do (100 a second at 10 ms each): a rush. */
const rush = 2;
const ordersOfDeath = 12;
/** The order at which it dies; those behind it wait. */
const fatal = 5;
const doneWithinMs = 30_000;
/** After the first the shop and its worker are still twice as slow (seen in nine of ten runs). */
const warmupRounds = 2;

interface Trial {
  readonly round: number;
  readonly latency: ReturnType<Histogram['toJSON']>;
  readonly allDoneMs: number;
}

export async function synchronous(context: QueueContext): Promise<SynchronousData> {
  const { params, emit, signal, scope } = context;
  let arm: string | null = null;
  // Timed arms write nothing into the trace; what is done by hand afterwards does.
  const prototype = await openPrototype(context, params.work, (entry) => {
    if (arm !== 'timed') tell(context, entry, arm ?? undefined);
  });
  const [waiting, forgetful, shop] = await Promise.all([
    prototype.openShop('synchronous'),
    prototype.openShop('in-memory'),
    prototype.openShop('queued', { held: true }),
  ]);

  const deaths: DeathArm[] = [];
  const die = async (death: Death, dying: Dying) => {
    arm = death;
    deaths.push(await dies(context, prototype, death, dying));
    emit({ kind: 'progress', done: deaths.length, of: 5, unit: { ko: '방식', en: 'arms' } });
  };
  await die('synchronous', { child: waiting, url: waiting.url, holdsAt: 'work' });
  await die('in-memory', { child: forgetful, url: forgetful.url, holdsAt: 'work' });
  for (const [death, holdsAt, acknowledge] of [
    ['queued', 'work', 'after'],
    ['before-ack', 'ack', 'after'],
    ['acks-early', 'work', 'before'],
  ] as const) {
    const worker = await prototype.hire('worker', { acknowledge });
    await die(death, { child: worker, url: shop.url, holdsAt });
    await worker.kill();
  }

  arm = 'timed';
  await prototype.hire('worker', { held: true });
  const urls: Record<Way, string> = { synchronous: waiting.url, queued: shop.url };
  const perSecond = Math.round((rush * 1_000) / params.work);
  let nextId = 1_000;
  const arms = Object.entries(urls).map(([name, url]) => {
    const place = openCaller(scope, url);
    return {
      name,
      async trial(round: number): Promise<Trial> {
        const first = nextId;
        nextId += params.orders;
        return await rushOf(context, prototype, place, { first, perSecond, round });
      },
    };
  });
  const measured = await runTrials(arms, { rounds: params.rounds, warmupRounds, signal, emit });
  arm = null;
  return { workMs: params.work, perSecond, waits: measured.map(summary), deaths };
}

interface Dying {
  readonly child: Child;
  readonly url: string;
  readonly holdsAt: HoldsAt;
}

/** Kills what has an order in its hands, starts it again, and counts when all is quiet. */
async function dies(
  { params, signal, scope, note }: QueueContext,
  { ledger }: Prototype,
  death: Death,
  { child, url, holdsAt }: Dying,
): Promise<DeathArm> {
  const from = ledger.entries.length;
  const place = openCaller(scope, url);
  const base = 100 * ['synchronous', 'in-memory', 'queued', 'before-ack', 'acks-early'].indexOf(death);
  const all = Array.from({ length: ordersOfDeath }, (_, index) => index + 1);
  const [accepted, unknown]: [number[], number[]] = [[], []];
  const order = async (id: number) => {
    const msg = String(base + id);
    note({ kind: 'send', msg, from: 'customer', to: 'shop' }, death);
    const holds = id === fatal ? { holdsAt } : {};
    const reply = await place({ id: base + id, dish: 'bibimbap', workMs: params.work, ...holds });
    if (reply === 'accepted') note({ kind: 'ack', msg, from: 'customer', to: 'shop' }, death);
    (reply === 'accepted' ? accepted : unknown).push(id);
  };
  const seen = (step: 'got' | 'took' | 'done' | 'acked') => new Set(ledger.ids(step, from));
  const wait = (condition: () => boolean) =>
    until(condition, {
      signal,
      what: { ko: '주문 처리', en: 'the work on the orders' },
      withinMs: doneWithinMs,
    });

  // One after the other as far as the fatal one, so that they are in order; the others come in while it is under way.
  const replies: Promise<void>[] = [];
  for (const id of all) {
    const replied = order(id);
    replies.push(replied);
    if (death !== 'synchronous' || id < fatal) await replied;
    else await wait(() => seen('got').has(base + id));
  }
  const isWorker = death !== 'synchronous' && death !== 'in-memory';
  const reached = holdsAt === 'ack' ? fatal : fatal - 1;
  await wait(() => seen('done').size === reached && seen('took').has(base + fatal));
  // What it said to RabbitMQ has been heard, and all that it will be handed it has.
  const ackedThen = death === 'acks-early' ? all.length : fatal - 1;
  if (isWorker) await wait(() => seen('took').size === all.length && seen('acked').size === ackedThen);
  const unfinished = accepted.filter((id) => !seen('done').has(base + id)).length;
  await child.kill();
  await Promise.all(replies);
  await child.restart();
  if (isWorker) await wait(() => seen('acked').size === all.length);
  const done = ledger.ids('done', from).map((id) => id - base);
  const received = new Set(done);
  for (const id of accepted.filter((one) => !received.has(one)))
    note({ kind: 'drop', msg: String(base + id), from: 'shop', to: 'customer', why: 'lost' }, death);
  return {
    death,
    history: {
      sent: toRuns(all),
      acknowledged: toRuns(accepted.toSorted((a, b) => a - b)),
      unknown: toRuns(unknown.toSorted((a, b) => a - b)),
      received: toRuns(done),
    },
    unfinished,
    redelivered: ledger.entries.slice(from).filter(({ step, n }) => step === 'took' && n > 1).length,
  };
}

/** Orders at a fixed rate; then until the work on all of them is done. */
async function rushOf(
  { params, signal, clock }: QueueContext,
  { ledger }: Prototype,
  place: PlaceOrder,
  { first, perSecond, round }: { readonly first: number; readonly perSecond: number; readonly round: number },
): Promise<Trial> {
  const from = ledger.entries.length;
  const beganMs = clock.nowMs();
  const load = await openLoop({
    perSecond,
    bound: { operations: params.orders },
    async operation(sequence) {
      const reply = await place({ id: first + sequence, dish: 'bibimbap', workMs: params.work });
      if (reply === 'unknown') throw new Error('no reply');
    },
    signal,
  });
  if (load.firstError !== null) throw new Error(load.firstError);
  await until(() => ledger.ids('done', from).length >= params.orders, {
    signal,
    what: { ko: '주문 처리', en: 'the work on the orders' },
    withinMs: doneWithinMs + 2 * params.orders * params.work,
  });
  return { round, latency: load.latency, allDoneMs: clock.nowMs() - beganMs };
}

function summary(arm: ArmTrials<Trial>): WaitArm {
  const values = valuesOf(arm);
  return {
    way: arm.arm as Way,
    latency: Histogram.merged(values.map(({ latency }) => latency)).toJSON(),
    trials: values.map(({ round, latency, allDoneMs }) => ({
      round,
      medianMs: Histogram.fromJSON(latency).percentile(50) / 1e6,
      allDoneMs,
    })),
  };
}
