import { setTimeout as wait } from 'node:timers/promises';
import { messageOf } from '../core/errors.ts';
import type { Experiment, Figure, Look, Seen, Watch } from '../core/experiment.ts';
import type { HeldServer } from '../core/service.ts';
import type { Happening } from '../core/trace.ts';

type Ask = NonNullable<HeldServer['ask']>;
type Watched = readonly (readonly [name: string, watch: Watch])[];

/** Somebody may have frozen a server (SIGSTOP): it answers nothing, and keys must go on working. */
const answerWithinMs = 1_000;

/** Keeps what is seen of held servers, for the conditions of an experiment. */
export function openWatch({ watch = {} }: Experiment, servers: readonly HeldServer[]) {
  const looks: Look[] = [];
  const events: Happening[] = [];
  const askOf = (server: string) => servers.find(({ name }) => name === server)?.ask ?? null;
  const ofOurs = Object.entries(watch).filter(([, { of }]) => of !== undefined);
  const ofRedis = Object.entries(watch).filter(([, { of }]) => of === undefined);
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
      const redis = askOf('redis');
      const [look, figures] = await Promise.all([
        redis ? inTime(lookAtRedis(redis, ofRedis), gone) : gone,
        inTime(figuresOf(ofOurs, askOf), {}),
      ]);
      const all = { ...look, figures: { ...look.figures, ...figures } };
      if (JSON.stringify(all) !== JSON.stringify(looks.at(-1))) looks.push(all);
    },
  };
}

const gone: Look = { server: null, busy: false, connections: 0, figures: {} };

/** One look; a question that is refused has no figure, and a server that does not answer has none at all. */
async function lookAtRedis(ask: Ask, watch: Watched): Promise<Look> {
  const figures: Record<string, Figure> = {};
  try {
    const info = String(await ask(['INFO']));
    const field = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1];
    for (const [name, { ask: words, read }] of watch) {
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

async function figuresOf(watch: Watched, askOf: (server: string) => Ask | null): Promise<Look['figures']> {
  const figures = watch.map(async ([name, { of = '', ask, read }]): Promise<[string, Figure]> => {
    const said = askOf(of)?.(ask).then(read, () => null);
    return [name, (await said) ?? null];
  });
  return Object.fromEntries(await Promise.all(figures));
}

async function inTime<Value>(value: Promise<Value>, otherwise: Value): Promise<Value> {
  const answered = new AbortController();
  const late = wait(answerWithinMs, otherwise, { signal: answered.signal }).catch(() => otherwise);
  return await Promise.race([value, late]).finally(() => answered.abort());
}

function isAnswer(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError' && !error.message.startsWith('BUSY');
}
