import { expect } from 'vitest';
import type { Text } from '../../src/core/text.ts';
import type { Demo } from '../../src/web/demo.ts';
import type { SceneNow, ToHost } from '../../src/web/protocol.ts';
import { eventually } from '../eventually.ts';
import { hostOf } from './laboratory.ts';

/** A scene as its page has it. */
export interface Played {
  poke(id: string): void;
  /** What was learned of this rung, as soon as it is done. */
  learned(rung: number): Promise<Text>;
  /** How many events of this kind, with these in them, its page has so far. They come a little later than what is learned. */
  count(kind: string, having?: Readonly<Record<string, string>>): number;
  stop(): Promise<void>;
}

/** Opens the scene of a lab, with everybody in their place. */
export async function playScene(demo: Demo, lab: string): Promise<Played> {
  const host = await hostOf(demo);
  const messages = () => host.heard.map((text) => JSON.parse(text) as ToHost);
  const now = () => messages().findLast((one): one is SceneNow => one.kind === 'scene');
  host.say({ verb: 'scene', lab });
  await eventually(() => {
    const refused = messages().find((one) => one.kind === 'refused');
    if (refused?.kind === 'refused') throw new Error(refused.why.what.en);
    expect(now()?.isReady).toBe(true);
  });
  return {
    poke: (id) => host.say({ verb: 'poke', id }),
    learned: (rung) =>
      eventually(() => {
        const learned = now()?.rungs[rung]?.learned;
        expect(learned, `rung ${rung}`).toBeTruthy();
        return learned as Text;
      }),
    count: (kind, having = {}) =>
      messages()
        .flatMap((one) => (one.kind === 'batch' ? one.events : []))
        .filter((event) =>
          Object.entries({ kind, ...having }).every(([name, value]) => Reflect.get(event, name) === value),
        ).length,
    async stop() {
      host.say({ verb: 'stop' });
      expect(await host.hears('ended')).toMatchObject({ outcome: 'aborted', data: null, error: null });
      expect(messages().filter(({ kind }) => kind === 'refused')).toEqual([]);
      host.socket.close();
    },
  };
}
