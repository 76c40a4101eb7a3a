// For the replay: how far one write has come when its OK is there, and when the power goes. What is told was seen: the
// file grew, an fsync was counted, the key is there after the restart. Nobody measures here.
import { type PowerCut, redisOnDisk, until } from '../../../src/kit/run.ts';
import type { Setting } from '../data.ts';
import type { PersistenceContext } from '../settings.ts';
import { bytesIn } from './bytes-in.ts';
import { directives } from './directives.ts';

const settings: readonly Setting[] = ['none', 'aof-no', 'aof-everysec', 'aof-always'];
const what = { ko: '1초마다 하는 fsync', en: 'the fsync of each second' };
const msg = 'SET order:1';

export async function wayScene(context: PersistenceContext, power: PowerCut): Promise<void> {
  await Promise.all(settings.map((setting) => oneWrite(context, setting, power)));
}

async function oneWrite(context: PersistenceContext, setting: Setting, power: PowerCut): Promise<void> {
  const { scope, signal } = context;
  const note: typeof context.note = (happening) => context.note(happening, setting);
  const store = `redis-one-${setting}`;
  const server = await scope.start(redisOnDisk(directives[setting], power, store));
  const client = await server.connect('scene', { untraced: true });
  const synced = async (since: number | null) => (await server.syncs()) !== since;
  const [bytes, syncs] = [await bytesIn(server.folder), await server.syncs()];

  note({ kind: 'send', msg, from: 'writer', to: store });
  await client.set('order:1', 'kimbap');
  note({ kind: 'recv', msg, from: 'writer', to: store });
  const [written, onDisk] = [(await bytesIn(server.folder)) > bytes, await synced(syncs)];
  const goesOn = (from: string, to: string) => {
    note({ kind: 'send', msg, from, to });
    note({ kind: 'recv', msg, from, to });
  };
  if (written) goesOn(store, 'page-cache');
  if (onDisk) goesOn('page-cache', 'disk');
  note({ kind: 'command', from: 'writer', to: store, command: msg, reply: 'OK' });

  if (setting === 'aof-everysec' && !onDisk) {
    await until(() => synced(syncs), { signal, what, withinMs: 15_000 });
    goesOn('page-cache', 'disk');
  }
  await server.cutPower();
  await server.restart();
  const kept = (await (await server.connect('after', { untraced: true })).exists('order:1')) === 1;
  if (!kept) {
    const [from, to] = written ? ['page-cache', 'disk'] : [store, 'page-cache'];
    note({ kind: 'send', msg, from, to });
    note({ kind: 'drop', why: 'lost', msg, from, to });
  }
  note({ kind: 'mark', id: `way-${setting}`, text: toldOf(kept) });
  server.disconnect();
}

const toldOf = (kept: boolean) =>
  kept
    ? { ko: '정전(흉내) 뒤에도 주문이 있어요', en: 'after the power cut (simulated) the order is there' }
    : {
        ko: 'OK를 받은 주문이 정전(흉내)에 사라졌어요',
        en: 'the order had its OK, and the power cut (simulated) took it',
      };
