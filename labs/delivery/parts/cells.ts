// A broker under one fault after the other: a numbered conversation through each of its systems.
import { createRandom, proxy, type Text } from '../../../src/kit/run.ts';
import type { DeliveryContext } from '../settings.ts';
import { type Apart, apart } from './apart.ts';
import { type AnyCell, openCast, whyNot } from './cast.ts';
import { type FaultCase, faultCases, type Stage } from './faults.ts';
import type { Broker, Line } from './system.ts';
import type { Talk } from './talk.ts';

/** What a reader that stands still has to be sent until a buffer of 1 MB and those of the kernel are full: 10 MB. */
const much = { messages: 160, sizeBytes: 65_536 };

export function chosenFaults({ faults }: DeliveryContext['params']): readonly FaultCase[] {
  const chosen: readonly string[] = faults;
  return faultCases.filter(({ fault }) => chosen.includes('all') || chosen.includes(fault));
}

/** @param done is told of each fault that is over */
export async function cellsOf(
  context: DeliveryContext,
  broker: Broker,
  done: () => void,
): Promise<AnyCell[]> {
  const { scope, params, seed, signal } = context;
  const random = createRandom(seed).next;
  const line = () => scope.start(proxy({ upstream: broker, random }));
  const lines = { producer: await line(), consumer: await line(), second: await line() };
  const cells: AnyCell[] = [];
  for (const one of chosenFaults(params)) {
    signal.throwIfAborted();
    cells.push(...(await underFault(context, broker, lines, one)));
    done();
  }
  return cells;
}

async function underFault(
  context: DeliveryContext,
  broker: Broker,
  lines: Stage['lines'],
  one: FaultCase,
): Promise<AnyCell[]> {
  const { fault, stopsBroker } = one;
  const skip = (skipped: Text) => broker.systems.map(({ id }) => ({ system: id, fault, skipped }));
  if (stopsBroker && !broker.isPrivate) return skip(onOwn);
  try {
    return await converse(context, broker, lines, one);
  } catch (error) {
    context.signal.throwIfAborted();
    return skip(whyNot(error)); // A fault that could not be made, or a broker that did not come back.
  }
}

const onOwn: Text = {
  ko: '내 서버를 멈춰야 해서 하지 않았어요.',
  en: 'Not done: it would stop a server of your own.',
};

async function converse(
  context: DeliveryContext,
  broker: Broker,
  lines: Stage['lines'],
  { fault, middle, inject, heal, consumersApart }: FaultCase,
): Promise<AnyCell[]> {
  const { messages, payload } = context.params;
  const third = Math.floor(messages / 3);
  const under = middle === 'much' ? much : { messages: third, sizeBytes: payload };
  const first = ids(1, third);
  const second = ids(third + 1, under.messages);
  const last = ids(third + under.messages + 1, third);

  const { everybody, talks, finish } = await openCast(context, broker, fault, lines);
  const apart = consumersApart ? await startApart(context, broker, lines.consumer, talks()) : null;
  if (!apart) await everybody((talk) => talk.comeBack());
  const stage: Stage = { context, broker, talks, everybody, lines, apart, firstId: third + 1 };
  await everybody(async (talk) => {
    await talk.say(first, 'in-turn', payload);
    await talk.caughtUp();
    talk.notebook.faultBegan();
  });
  if (talks().length === 0) return await finish(); // Nobody is left to meet the fault.
  await inject(stage);
  const how = middle === 'at-once' ? 'at-once' : 'in-turn';
  const said = everybody(async (talk) => {
    if (middle !== 'much') return await talk.say(second, how, under.sizeBytes);
    for (let from = 0; from < second.length; from += chunk)
      await talk.say(second.slice(from, from + chunk), 'at-once', under.sizeBytes);
  });
  said.catch(() => {}); // It is awaited, at the latest, when the fault is over.
  if (how === 'in-turn') await said; // And is all acknowledged.
  await heal(stage);
  await said;
  await everybody(async (talk) => {
    talk.notebook.faultEnded();
    await talk.say(last, 'in-turn', payload);
  });
  return await finish();
}

/** One process for the consumers of a broker: they die together. */
function startApart(
  { scope }: DeliveryContext,
  { reach }: Broker,
  line: Line,
  talks: readonly Talk[],
): Promise<Apart> {
  const conversations = talks.map(({ conversation }) => conversation);
  const works = new Map(talks.map(({ conversation, work }) => [conversation.system, work]));
  return scope.start(apart({ reach, line, conversations }, works));
}

/** Of large messages so many are under way at a time. */
const chunk = 32;

const ids = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
