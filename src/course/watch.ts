import { messageOf } from '../core/errors.ts';
import type { Experiment, Figure, Look, Seen } from '../core/experiment.ts';
import type { HeldServer } from '../core/service.ts';
import type { Happening } from '../core/trace.ts';

/** Keeps what is seen of held servers, for the conditions of an experiment. */
export function openWatch({ watch = {} }: Experiment, servers: readonly HeldServer[]) {
  const looks: Look[] = [];
  const events: Happening[] = [];
  const ask = servers.find((server) => server.ask)?.ask ?? null;
  const dead = new Set<string>();
  function noteDeaths(): void {
    for (const { name, pid } of servers) {
      if ((pid() === null) === dead.has(name)) continue;
      if (!dead.delete(name)) dead.add(name);
      events.push({ kind: 'state', actor: name, state: dead.has(name) ? 'dead' : 'up' });
    }
  }
  return {
    seen: { looks, events } satisfies Seen,
    note: (happening: Happening) => void events.push(happening),
    async look(): Promise<void> {
      noteDeaths();
      if (!ask) return;
      const look = await lookAt(ask, watch);
      if (JSON.stringify(look) !== JSON.stringify(looks.at(-1))) looks.push(look);
    },
  };
}

const gone: Look = { server: null, busy: false, connections: 0, figures: {} };

/** One look; a question that is refused has no figure, and a server that does not answer has none at all. */
export async function lookAt(
  ask: NonNullable<HeldServer['ask']>,
  watch: NonNullable<Experiment['watch']>,
): Promise<Look> {
  const figures: Record<string, Figure> = {};
  try {
    const info = String(await ask(['INFO']));
    const field = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1];
    for (const [name, { ask: words, read }] of Object.entries(watch)) {
      figures[name] = await ask(words).then(read, (error) => {
        if (isAnswer(error)) return null;
        throw error;
      });
    }
    const connections = Number(field('total_connections_received'));
    return { server: field('run_id') ?? null, busy: false, connections, figures };
  } catch (error) {
    return messageOf(error).startsWith('BUSY') ? { ...gone, busy: true } : gone;
  }
}

function isAnswer(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError' && !error.message.startsWith('BUSY');
}
