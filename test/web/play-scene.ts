import { expect } from 'vitest';
import type { Text } from '../../src/core/text.ts';
import type { Demo } from '../../src/web/demo.ts';
import type { RungNow, SceneNow, ToHost } from '../../src/web/protocol.ts';
import { eventually } from '../eventually.ts';
import { hostOf } from './laboratory.ts';

/** A scene as its page has it. */
export interface Played {
  poke(id: string): void;
  /** What was learned of this rung, as soon as it is done. Each question was answered by its first choice. */
  learned(rung: number): Promise<Text>;
  /** The choice of this rung that its servers bore out, in English. */
  measured(rung: number): Promise<string>;
  /** How many events of this kind, with these in them, its page has so far. They come a little later than what is learned. */
  count(kind: string, having?: Readonly<Record<string, string>>): number;
  stop(): Promise<void>;
}

/** Opens the scene of a lab, with everybody in their place. */
export async function playScene(demo: Demo, lab: string): Promise<Played> {
  const host = await hostOf(demo);
  const messages = () => host.heard.map((text) => JSON.parse(text) as ToHost);
  const now = () => messages().findLast((one): one is SceneNow => one.kind === 'scene');
  host.socket.on('message', () => {
    const rung = now()?.rungs.at(-1);
    if (!rung?.question || rung.chosen !== undefined) return;
    host.say({
      verb: 'predict',
      rung: (now()?.rungs.length ?? 0) - 1,
      choice: rung.question.choices[0]?.id ?? null,
    });
  });
  host.say({ verb: 'scene', lab });
  await eventually(() => {
    const refused = messages().find((one) => one.kind === 'refused');
    if (refused?.kind === 'refused') throw new Error(refused.why.what.en);
    expect(now()?.isReady).toBe(true);
  });
  const done = (rung: number) =>
    eventually(() => {
      const found = now()?.rungs[rung];
      expect(found?.learned, `rung ${rung}`).toBeTruthy();
      return found as RungNow;
    });
  return {
    poke: (id) => host.say({ verb: 'poke', id }),
    learned: async (rung) => (await done(rung)).learned as Text,
    async measured(rung) {
      const { graded, question } = await done(rung);
      expect(graded?.chosen, 'it was predicted').toEqual(question?.choices[0]?.label);
      return graded?.measured?.en ?? '';
    },
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
