// Commands as data: what a learner reads here is what goes over the wire.
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, Redis } from '../../../src/kit/run.ts';
import type { TtlContext } from '../settings.ts';

/** `['SET', 'loc:mina', '37.5,127.0', 'PX', 2000]` */
export type Command = readonly [name: string, ...args: (string | number)[]];

/**
 * Sends all of them in one go (a pipeline) and answers their replies in order.
 * @throws what the server answers to the first command that it refuses
 */
export async function send(client: Redis, commands: readonly Command[]): Promise<unknown[]> {
  const replies = await client.pipeline(commands.map((command) => ['call', ...command])).exec();
  return (replies ?? []).map(([error, reply]) => {
    if (error) throw error;
    return reply;
  });
}

/** Lets the learner see one command of the many that are alike, while the act goes on. */
export function show({ emit }: TtlContext, connection: string, command: Command, reply?: string): void {
  emit({
    kind: 'command',
    connection,
    command: command.join(' '),
    ...(reply === undefined ? {} : { reply }),
  });
}

/** The same, all or nothing (MULTI): nobody, and no crash, comes in between. */
export async function sendTogether(client: Redis, commands: readonly Command[]): Promise<void> {
  await client.multi(commands.map((command) => ['call', ...command])).exec();
}

export async function sleepUntil(clock: Clock, dueMs: number, signal: AbortSignal): Promise<void> {
  // Not a moment too early: a timer may wake up before its time by a fraction of a millisecond.
  for (let leftMs = dueMs - clock.nowMs(); leftMs > 0; leftMs = dueMs - clock.nowMs())
    await wait(Math.ceil(leftMs), undefined, { signal });
}

/** A number out of the reply of INFO: `used_memory:1048576`. */
export function infoNumber(info: string, field: string): number {
  return Number(new RegExp(`^${field}:([\\d.]+)`, 'm').exec(info)?.[1]);
}

/** In bytes. */
export async function usedMemory(admin: Redis): Promise<number> {
  return infoNumber(await admin.info('memory'), 'used_memory');
}
