// The same writes on one server for each setting, all at the same time; then all of them end the same way, and what
// they persisted is all there is. The ways to end differ in what they leave: see the acts that call this.
import { monotonicClock, type PowerCut, type RedisOnDisk, redisOnDisk, until } from '../../../src/kit/run.ts';
import type { EndedArm, EndedSetting, Setting } from '../data.ts';
import { directives, settings } from '../parts/directives.ts';
import { firstMissing } from '../parts/lost.ts';
import { keptOf, startWriting } from '../parts/writer.ts';
import type { PersistenceContext } from '../settings.ts';

const withinMs = 30_000;
/** Writes between what was saved for certain and the end. */
const unsaved = 500;
/** Whoever waits for the next second goes on writing, but not so much that nobody else gets a core. */
const restMs = 10;
const what = { ko: '쓰러뜨리기 전의 쓰기', en: 'the writes before the fault' };

export interface Ending {
  readonly power?: PowerCut;
  /** Called before the first write; what it returns is awaited before the last ones. */
  due?(server: RedisOnDisk, setting: EndedSetting): Promise<() => Promise<boolean>>;
  /** What it returns is asked all along: whether the kernel has every write that was acknowledged so far. */
  handedOver?(server: RedisOnDisk): Promise<() => Promise<boolean>>;
  end(server: RedisOnDisk): Promise<void>;
}

/** One server for each setting. */
export async function ended(context: PersistenceContext, ending: Ending): Promise<EndedArm[]> {
  let done = 0;
  return await Promise.all(
    settings.map(async (setting) => {
      const arm = await endOne(context, setting, directives[setting], ending);
      context.emit({
        kind: 'progress',
        done: ++done,
        of: settings.length,
        unit: { ko: '설정', en: 'settings' },
      });
      return arm;
    }),
  );
}

export async function endOne(
  { params, scope, signal, note }: PersistenceContext,
  setting: EndedSetting,
  config: (typeof directives)[Setting],
  { power, due, handedOver, end }: Ending,
): Promise<EndedArm> {
  const server = await scope.start(redisOnDisk(config, power, `redis-${setting}`));
  const isDue = await due?.(server, setting);
  const isHandedOver = await handedOver?.(server);
  const before = await server.syncs();
  const writer = startWriting(await server.connect('writer'));
  let reached = 0;
  const written = (count: number) =>
    until(
      async () => {
        const acked = writer.acked();
        if (await isHandedOver?.()) reached = acked;
        return acked >= count;
      },
      { signal, what, withinMs },
    );
  await written(params.writes);
  if (isDue) {
    writer.rest(restMs);
    await until(isDue, { signal, what, withinMs });
    writer.rest(0);
  }
  await written(writer.acked() + unsaved);
  const after = await server.syncs();
  const syncs = before === null || after === null ? null : after - before;
  const endedAtNs = monotonicClock.nowNs();
  await end(server);
  const { sent, acked, oldestLostMs } = await writer.end(endedAtNs);
  await server.restart();
  const kept = await keptOf(server, sent);
  const arm = { setting, sent, acked, kept };
  const first = firstMissing(arm);
  note({ kind: 'sample', series: 'acknowledged', value: acked }, setting);
  server.disconnect();
  return {
    ...arm,
    oldestLostMs: first === null ? null : oldestLostMs(first),
    syncs,
    ...(isHandedOver ? { handedOver: reached } : {}),
  };
}

/** Whether this setting has written to the disk since the writes began, where it does so by the second. */
export async function savedOnce(
  server: RedisOnDisk,
  setting: EndedSetting,
  syncsCount: boolean,
): Promise<() => Promise<boolean>> {
  const control = await server.connect('control');
  const [savedAt, syncs] = [await control.lastsave(), await server.syncs()];
  const snapshot = setting === 'rdb-second' || setting === 'both';
  const synced = syncsCount && (setting === 'aof-everysec' || setting === 'both');
  return async () =>
    (!snapshot || (await control.lastsave()) !== savedAt) && (!synced || (await server.syncs()) !== syncs);
}
