import type { Redis } from 'ioredis';

/** A setting of the learner's own Redis that a run has changed for its time. */
export interface BorrowedSetting {
  readonly name: string;
  /** What it was. */
  readonly old: string;
  /** What the server made of our change; null before the change. */
  readonly ours: string | null;
  /** Who holds it: the run's id. */
  readonly run: string;
}

/** Longer than the guard tries to put a setting back: nobody may take our value for the old one meanwhile. */
const leaseMs = 900_000;
const leaseOf = (setting: string) => `redis-lab:setting:${setting}`;

export async function readSetting(client: Redis, setting: string): Promise<string> {
  const [, value = ''] = (await client.config('GET', setting)) as string[];
  return value;
}

/**
 * Changes a setting for the time of a run, which then holds a lease on it: a second run would remember our value as
 * the old one, and would lose its events when the first one puts the old value back. The lease is a key, which other
 * databases of the server do not see.
 * @param keep is told before the change, and again after it
 * @throws when another run holds the lease, and the server's own error where CONFIG is not allowed
 */
export async function borrowSetting(
  client: Redis,
  { name, run }: Pick<BorrowedSetting, 'name' | 'run'>,
  change: (old: string) => string,
  keep: (setting: BorrowedSetting) => void,
): Promise<void> {
  const holder = await holderOf(client, name, run);
  if (holder !== run) throw new Error(`another redis-lab (${holder}) has changed ${name} on this Redis`);
  const old = await readSetting(client, name).catch(async (error) => {
    await endLease(client, name, run);
    throw error;
  });
  const wished = change(old);
  if (wished === old) return await endLease(client, name, run);
  keep({ name, old, ours: null, run });
  await client.config('SET', name, wished);
  keep({ name, old, ours: await readSetting(client, name), run });
}

/** Puts the old value back, unless somebody else has changed the setting since. */
export async function giveBack(client: Redis, { name, old, ours, run }: BorrowedSetting): Promise<void> {
  const now = await readSetting(client, name);
  if (now !== old && (ours === null || now === ours)) await client.config('SET', name, old);
  await endLease(client, name, run);
}

/** A lease is renewed and ended as it was taken, by SET: its holder has to be allowed nothing more. */
export async function renewLease(client: Redis, { name, run }: BorrowedSetting): Promise<void> {
  await client.set(leaseOf(name), run, 'PX', leaseMs);
}

async function endLease(client: Redis, name: string, run: string): Promise<void> {
  // Who may not GET takes it for ours: it was renewed long before its end.
  const holder = await client.get(leaseOf(name)).catch((error) => {
    if (error.name === 'ReplyError') return run;
    throw error;
  });
  if (holder === run) await client.set(leaseOf(name), run, 'PX', 1);
}

async function holderOf(client: Redis, setting: string, run: string): Promise<string | null> {
  const taken = await client.set(leaseOf(setting), run, 'PX', leaseMs, 'NX');
  return taken ? run : await client.get(leaseOf(setting));
}
