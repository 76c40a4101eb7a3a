/**
 * HAProxy `balance roundrobin`: turns according to weight, as evenly spaced as whole numbers allow.
 *
 * A server of weight w among weights that add up to W is due every W/w requests. The whole part of W/w is
 * added to the place of its next turn; the remainder is saved up until it makes one place more. At each
 * request:
 *   1. whoever is due goes first: the earliest place; at the same place, the one with the smallest saved
 *      remainder less its weight; then whoever has waited longest;
 *   2. if nobody is due, a server begins that has not had its first turn in this round, the heaviest first;
 *   3. if there is none, the one due next goes early.
 * A server whose next place lies beyond 16 × W sits out; when all do, a new round begins.
 * Weights 5, 1, 1 give a a a b a a c, where nginx gives a a b a c a a.
 *
 * Source: https://docs.haproxy.org/2.6/configuration.html#4-balance says only "in turns, according to their
 * weights"; the order was worked out and confirmed against HAProxy 2.6.12.
 * A server that is taken out while it runs leaves the others where they are in the round: from then on they are due
 * every W/w requests of the smaller W, and sit out beyond 16 × the smaller of the two. A reload begins anew.
 * Left out: a weight that changes while it runs, and slowstart.
 */
import type { Picker, Strategy } from '../balancing.ts';
import { forgets, serversInUse } from './haproxy-servers.ts';

const roundsPerWeight = 16;

/** A server's standing in the running round. */
interface Turn {
  readonly server: number;
  readonly weight: number;
  state: 'not begun' | 'queued' | 'sits out';
  place: number;
  saved: number;
  lastTurn: number;
}

export function createHaproxyRoundrobin(): Strategy {
  let memory: Memory = { turns: [], place: 0, count: 0, roundWeight: 0 };
  return (servers, change) => {
    const inUse = serversInUse(servers);
    const known = change === undefined || forgets(change) ? [] : memory.turns;
    const turns = inUse.map(
      (server): Turn =>
        known.find((turn) => turn.server === server) ?? {
          server,
          weight: servers[server]?.weight as number,
          state: 'not begun',
          place: 0,
          saved: 0,
          lastTurn: 0,
        },
    );
    const totalWeight = turns.reduce((sum, turn) => sum + turn.weight, 0);
    memory =
      known.length > 0 ? { ...memory, turns } : { turns, place: 0, count: 0, roundWeight: totalWeight };
    return inTurn(memory, totalWeight);
  };
}

interface Memory {
  readonly turns: readonly Turn[];
  /** How far the running round has come. */
  place: number;
  count: number;
  /** All weights together when the running round began: where it ends does not change under way. */
  roundWeight: number;
}

function inTurn(memory: Memory, totalWeight: number): Picker {
  const { turns } = memory;

  function next(): Turn {
    const due = first(turns, 'queued', isSooner);
    if (due && due.place <= memory.place) return due;
    const fresh = first(turns, 'not begun', isHeavier);
    if (fresh) {
      fresh.place = memory.place;
      fresh.saved = 0;
    }
    return fresh ?? due ?? beginRound();
  }

  function beginRound(): Turn {
    for (const turn of turns) turn.state = 'not begun';
    memory.place = 0;
    memory.roundWeight = totalWeight;
    return next();
  }

  function pick(): number {
    if (turns.length === 0) return -1;
    const turn = next();
    turn.place += Math.floor(totalWeight / turn.weight);
    turn.saved += totalWeight % turn.weight;
    if (turn.saved >= turn.weight) {
      turn.saved -= turn.weight;
      turn.place += 1;
    }
    turn.state =
      turn.place < roundsPerWeight * Math.min(memory.roundWeight, totalWeight) ? 'queued' : 'sits out';
    memory.place += 1;
    memory.count += 1;
    turn.lastTurn = memory.count;
    return turn.server;
  }
  return { pick };
}

/** The one that comes before all others of this state. */
function first(
  turns: readonly Turn[],
  state: Turn['state'],
  before: (a: Turn, b: Turn) => boolean,
): Turn | undefined {
  let best: Turn | undefined;
  for (const turn of turns)
    if (turn.state === state && (best === undefined || before(turn, best))) best = turn;
  return best;
}

function isSooner(a: Turn, b: Turn): boolean {
  if (a.place !== b.place) return a.place < b.place;
  const slack = a.saved - a.weight - (b.saved - b.weight);
  return slack !== 0 ? slack < 0 : a.lastTurn < b.lastTurn;
}

function isHeavier(a: Turn, b: Turn): boolean {
  return a.weight !== b.weight ? a.weight > b.weight : a.lastTurn < b.lastTurn;
}
