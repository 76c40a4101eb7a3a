/** Sends many clients through one strategy after the other and counts what becomes of them. */
import type { Random } from '../../../../src/kit/run.ts';
import type { Outcome, ScenarioResult } from '../../data.ts';
import { refuse, type Strategy } from '../balancing.ts';
import type { NamedStrategy } from '../strategies.ts';
import { visit } from './handshake.ts';
import { outcomeOf } from './outcome.ts';
import type { Scenario, Step } from './scenarios.ts';
import { createWorld, emptyTally, hangUp, none, type World } from './world.ts';

/** Every strategy in every scenario, one result after the other; where one takes long, nothing in between: to stop at. */
export function* simulateAll(
  scenarios: readonly Scenario[],
  strategies: readonly NamedStrategy[],
  clients: number,
  random: Random,
): Generator<ScenarioResult | undefined> {
  for (const scenario of scenarios) {
    for (const { id, create } of strategies) {
      const strategy = create(random.fork(`${scenario.id}/${id}`));
      // One fork for all strategies: the same clients come to each of them, in the same order.
      const outcome = yield* simulate(scenario, strategy, clients, random.fork(scenario.id));
      yield { scenario: scenario.id, strategy: id, ...outcome };
    }
  }
}

/** The first arrival only fills the house; what is counted are the scenario's steps. */
export function* simulate(
  scenario: Scenario,
  strategy: Strategy,
  clients: number,
  random: Random,
): Generator<undefined, Outcome> {
  checkClients(clients);
  const world = createWorld(scenario, strategy, clients, random);
  yield* visit(world, () => true);
  const before = world.server.slice();
  const arrivalPicks = world.tally.requests;
  world.tally = emptyTally();
  for (const step of scenario.steps) yield* play(world, step);
  return outcomeOf(world, before, arrivalPicks);
}

function* play(world: World, step: Step): Generator<undefined> {
  switch (step.kind) {
    case 'return':
      yield* visit(world, () => world.random.next() < step.share);
      break;
    case 'reconnect':
      yield* visit(world, (client) => world.socket[client] === none);
      break;
    case 'change addresses':
      cut(world, () => true);
      for (const client of world.address.keys()) world.address[client] = world.scenario.address(world.random);
      break;
    case 'change servers':
      changeServers(world, step);
      break;
  }
}

function changeServers(
  world: World,
  { servers, stopped, change }: Extract<Step, { kind: 'change servers' }>,
): void {
  cut(world, (server) => stopped.includes(server));
  for (const [client, server] of world.session.entries()) {
    if (stopped.includes(server)) world.session[client] = none;
  }
  world.servers = servers;
  world.picker = world.strategy(servers, change);
  world.pickers.push(world.picker);
}

/** Breaks the WebSockets of these servers, all at the same moment. */
function cut(world: World, isCut: (server: number) => boolean): void {
  let count = 0;
  for (const [client, server] of world.socket.entries()) {
    if (server === none || !isCut(server)) continue;
    hangUp(world, client);
    count += 1;
  }
  world.tally.cut += count;
  world.tally.cutAtOnce = Math.max(world.tally.cutAtOnce, count);
}

function checkClients(clients: number): void {
  if (Number.isInteger(clients) && clients >= 1) return;
  refuse(
    {
      ko: `클라이언트를 ${clients}명으로 둘 수 없어요.`,
      en: `The number of clients cannot be ${clients}.`,
    },
    { ko: '1 이상의 정수여야 해요.', en: 'It must be a whole number of at least 1.' },
    { ko: '예를 들어 10000을 써 보세요.', en: 'Try 10000, for example.' },
  );
}
