// The conversations on a broker under one fault. Whose system fails is left out, with the reason; the others go on.
import { LabError, messageOf, type Text } from '../../../src/kit/run.ts';
import type { Cell, Fault, SkippedCell, SystemId } from '../data.ts';
import type { DeliveryContext } from '../settings.ts';
import type { Broker } from './system.ts';
import { type Lines, Talk } from './talk.ts';

export type AnyCell = Cell | SkippedCell;

export interface Cast {
  /** Those that are in it still. */
  talks(): readonly Talk[];
  everybody(act: (talk: Talk) => Promise<void> | undefined): Promise<void>;
  /** What has become of each, in the order of the systems. */
  finish(): Promise<AnyCell[]>;
}

export async function openCast(
  context: DeliveryContext,
  broker: Broker,
  fault: Fault,
  lines: Lines,
): Promise<Cast> {
  const talks = new Map<SystemId, Talk>();
  const cells = new Map<SystemId, AnyCell>();
  async function orLeftOut(system: SystemId, act: () => Promise<void> | undefined): Promise<void> {
    try {
      await act();
    } catch (error) {
      context.signal.throwIfAborted();
      if (cells.has(system)) return; // What was under way fails, too.
      cells.set(system, { system, fault, skipped: whyNot(error) });
      talks
        .get(system)
        ?.end()
        .catch(() => {}); // Not awaited: a broker that takes nothing more takes no goodbye either.
      talks.delete(system);
    }
  }
  const everybody: Cast['everybody'] = async (act) => {
    await Promise.all([...talks].map(([system, talk]) => orLeftOut(system, () => act(talk))));
  };
  const join = (system: Broker['systems'][number]) => async () => {
    talks.set(system.id, await Talk.open(context, broker, system, fault, lines));
  };
  await Promise.all(broker.systems.map((system) => orLeftOut(system.id, join(system))));
  return {
    talks: () => [...talks.values()],
    everybody,
    async finish() {
      await everybody(async (talk) => {
        const cell = await talk.finish();
        cells.set(cell.system, cell);
      });
      return broker.systems.flatMap(({ id }) => cells.get(id) ?? []);
    },
  };
}

/** No zero, but no end of the run either. */
export function whyNot(error: unknown): Text {
  const said = (language: 'ko' | 'en') => {
    if (!(error instanceof LabError)) return messageOf(error);
    const { what, why, next } = error.explanation;
    return [what, why, next].map((text) => text[language]).join(' ');
  };
  return { ko: `끝까지 하지 못했어요: ${said('ko')}`, en: `It did not get to its end: ${said('en')}` };
}
