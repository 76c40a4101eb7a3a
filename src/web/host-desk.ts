// What the host's page asks for, done: one run at a time, told to every page of the host that is open.
import { exitCodes, LabError, messageOf } from '../core/errors.ts';
import type { RunRecord } from '../core/record.ts';
import { same, type Text } from '../core/text.ts';
import { openBatches } from './batches.ts';
import type { Laboratory, Prepared, Ran } from './laboratory.ts';
import type { Entrance, HostVerb, Running, RunWish, ToHost } from './protocol.ts';
import type { Peer } from './server/sockets.ts';

export interface HostDesk {
  readonly isBusy: boolean;
  hear(peer: Peer, verb: DeskVerb): Promise<void>;
  /** Says why a verb came to nothing. */
  refuse(peer: Peer, verb: HostVerb, error: unknown): void;
  left(peer: Peer): void;
  /** Tells every page of the host. */
  tell(message: ToHost): void;
  /**
   * Checks the wish and runs it. Returns how it will have ended; null where another is under way.
   * @throws LabError (usage)
   */
  start(wish: RunWish, votes?: RunRecord['votes']): Promise<Begun | null>;
  /** The same for what was checked already. */
  begin(wish: RunWish, prepared: Prepared): Begun | null;
  /** Ends what runs, and waits until its servers are gone. */
  close(): Promise<void>;
}

export interface Begun {
  /** Its number. */
  readonly run: number;
  readonly ended: Promise<Ran>;
}

/** What is of a room or of a scene is heard elsewhere. */
export type DeskVerb = Exclude<
  HostVerb,
  { verb: 'group' | 'next' | 'hands' | 'scene' | 'poke' | 'predict' | 'close-in' }
>;

/** The house that a desk stands in. */
export interface DeskPlace {
  readonly laboratory: Laboratory;
  /** Returns where a page can fetch this. */
  offer(json: string): string;
  entrance(): Entrance;
}

export function openHostDesk({ laboratory, offer, entrance }: DeskPlace): HostDesk {
  const pages = new Set<Peer>();
  const tell = (message: ToHost) => {
    const json = JSON.stringify(message);
    for (const page of pages) page.send(json);
  };
  const batches = openBatches(tell);
  let runs = 0;
  let running: { readonly known: Running; readonly stop: AbortController } | null = null;
  let ended: Promise<unknown> = Promise.resolve();

  const start: HostDesk['start'] = async (wish, votes) => begin(wish, await laboratory.prepare(wish, votes));

  function begin(wish: RunWish, { report, actors, run, ...names }: Prepared): Begun | null {
    if (running) return null;
    const named = Object.entries(actors).map(([id, actor]) => ({ id, ...actor }));
    const listed = (texts: Readonly<Record<string, Text>>) =>
      Object.entries(texts).map(([id, label]) => ({ id, label }));
    const [series, arms] = [listed(names.series), listed(names.arms)];
    const known = { run: ++runs, wish, report, actors: named, series, arms, after: batches.seq };
    const now = { known, stop: new AbortController() };
    running = now;
    batches.begin(known.run, actors);
    tell({ kind: 'started', ...known });
    const watched = { signal: now.stop.signal, onEvent: batches.say, onTraced: batches.note };
    const end = run(watched)
      .catch((error: unknown): Ran => ({ outcome: 'failed', data: null, error: whyOf(error) }))
      .then((ran) => {
        running = null;
        batches.end();
        const { outcome, data, error } = ran;
        tell({ kind: 'ended', run: known.run, outcome, error, data: data && offer(JSON.stringify(data)) });
        return ran;
      });
    ended = end;
    return { run: known.run, ended: end };
  }

  async function act(peer: Peer, verb: DeskVerb): Promise<void> {
    const answer = (message: ToHost) => peer.send(JSON.stringify(message));
    const again = (after: number) => {
      for (const batch of batches.since(after)) answer(batch);
    };
    switch (verb.verb) {
      case 'join':
        pages.add(peer);
        answer({ kind: 'hello', running: running?.known ?? null, entrance: entrance() });
        return again(verb.after ?? running?.known.after ?? batches.seq);
      case 'catalogue': {
        const [labs, kept] = await Promise.all([laboratory.labs(), laboratory.kept()]);
        return answer({ kind: 'catalogue', labs, kept });
      }
      case 'open':
        return answer({ kind: 'opened', data: offer(JSON.stringify(await laboratory.open(verb.run))) });
      case 'start':
        if (!(await start(verb.wish))) throw isBusy();
        return;
      case 'stop':
        return running?.stop.abort(new Error('stopped by the page'));
      case 'since':
        return again(verb.after);
    }
  }

  return {
    get isBusy() {
      return running !== null;
    },
    tell,
    start,
    begin,
    hear: act,
    refuse(peer, { verb }, error) {
      peer.send(JSON.stringify({ kind: 'refused', verb, why: whyOf(error) } satisfies ToHost));
    },
    left: (peer) => void pages.delete(peer),
    async close() {
      running?.stop.abort(new Error('the demo ends'));
      await ended;
    },
  };
}

/** @returns what a second run at once is told */
export function isBusy(): LabError {
  return new LabError(exitCodes.usage, busy);
}

const busy = {
  what: { ko: '이미 실행 중이에요.', en: 'A run is under way already.' },
  why: {
    ko: '한 번에 하나만 실행해야 서로의 숫자를 흐리지 않아요.',
    en: 'Two at a time would disturb each other’s figures.',
  },
  next: {
    ko: '끝날 때까지 기다리거나, 멈추고 다시 시작해 주세요.',
    en: 'Wait for its end, or stop it first.',
  },
};

function whyOf(error: unknown) {
  if (error instanceof LabError) return error.explanation;
  return { what: same(messageOf(error)), why: same(''), next: same('') };
}
