// The tally of one way: how it answered, how long that took, how many commands it needed.
import { type Clock, Histogram, type Redis } from '../../../src/kit/run.ts';
import type { WayArm } from '../data.ts';
import { send } from './commands.ts';
import type { Question } from './neighbourhood.ts';
import type { Ask, Phone, Way } from './ways/way.ts';

export type OpenArm = ReturnType<typeof openArm>;

/** From the first end of a TTL to the end: the names given in it are judged, part by part. */
export interface Judged {
  readonly fromMs: number;
  readonly lengthMs: number;
}

const judgedParts = 5;

/** When nobody may name this phone any more, by our monotonic clock; Infinity for one that is still moving. */
export type OverAt = (phone: string) => number;

export function openArm(way: Way, clock: Clock, overAt: OverAt) {
  const latency = new Histogram();
  const tally = { questions: 0, missed: 0, commands: 0 };
  const parts = Array.from({ length: judgedParts }, () => ({ named: 0, stale: 0 }));
  const askBy =
    (client: Redis): Ask =>
    (commands) => {
      tally.commands += commands.length;
      return send(client, commands);
    };
  return {
    way,
    parts: parts as readonly { readonly named: number; readonly stale: number }[],
    report: (client: Redis, phones: readonly Phone[], serverMs: number) =>
      askBy(client)(phones.flatMap((phone) => way.report(phone, serverMs))),
    sweep: async (client: Redis, serverMs: number) => way.sweep?.(askBy(client), serverMs),
    async ask(client: Redis, question: Question, serverMs: number, judged: Judged): Promise<void> {
      const askedMs = clock.nowMs();
      const named = await way.near(askBy(client), question.friends, serverMs);
      latency.record((clock.nowMs() - askedMs) * 1e6);
      tally.questions += 1;
      const answer = new Set(named);
      tally.missed += question.near.filter((friend) => !answer.has(friend)).length;
      const part = parts[Math.floor((judgedParts * (askedMs - judged.fromMs)) / judged.lengthMs)];
      if (!part) return; // Before anybody's TTL has ended, or in the last answer that came too late.
      part.named += named.length;
      part.stale += named.filter((friend) => askedMs > overAt(friend)).length;
    },
    /** What was sent so far was moving in, and is not counted. */
    begin() {
      tally.commands = 0;
    },
    data: (elapsedMs: number, bytesPerUser: number | null): WayArm => ({
      way: way.id,
      missingCommand: null,
      ...tally,
      named: parts.reduce((sum, { named }) => sum + named, 0),
      stale: parts.reduce((sum, { stale }) => sum + stale, 0),
      parts,
      latency: latency.toJSON(),
      elapsedMs,
      bytesPerUser,
    }),
  };
}
