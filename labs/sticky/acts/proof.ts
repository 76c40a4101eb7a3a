/**
 * The proof: the real nginx and the real HAProxy get the same clients as the model, and every single pick is
 * compared. The clients come from this machine; a header gives each its address, and the balancer is told to
 * believe it (nginx: real_ip_header, HAProxy: set-src), which is what one does behind another proxy, too.
 *
 * Left out: `random`, where the real nginx throws dice of its own, and AWS ALB, which nobody can start at home.
 */
import {
  createRandom,
  findProgram,
  type Haproxy,
  haproxy,
  haproxyProgram,
  nginx,
  nginxProgram,
  requireProgram,
  until,
} from '../../../src/kit/run.ts';
import type { BalancerName, Comparison, ProofData } from '../data.ts';
import { haproxyConfig, nginxConfig, type Section } from '../parts/proof/config-text.ts';
import { type Configuration, configurationsOf } from '../parts/proof/configurations.ts';
import { type Farm, openFarm } from '../parts/proof/farm.ts';
import { tooOldFor, type Versions } from '../parts/proof/versions.ts';
import { comparePicks, visit } from '../parts/proof/visits.ts';
import { type NamedStrategy, strategyNamed } from '../parts/strategies.ts';
import type { StickyContext } from '../settings.ts';

/** So many configurations are under way at once; each has a state of its own in the balancer. */
const atOnce = 6;

/** `strategyOf` finds the model that is put to the test. A test passes a wrong one here. */
export async function prove(
  context: StickyContext,
  strategyOf: (id: string) => NamedStrategy = strategyNamed,
): Promise<ProofData> {
  const random = createRandom(context.seed).fork('proof');
  const all = configurationsOf(random.fork('configurations'));
  const versions = await balancersHere();
  const tooOld = tooOldFor(versions, all);
  const farm = await openFarm(context.scope);
  const prepared = all
    .filter(({ balancer, name }) => versions.has(balancer) && !tooOld.some((old) => old.name === name))
    .map((configuration, index) => ({
      configuration,
      section: {
        name: `u${index}`,
        directives: configuration.directives,
        servers: farm.servers(configuration.places),
      },
    }));
  const sectionsOf = (balancer: BalancerName) =>
    prepared.filter(({ configuration }) => configuration.balancer === balancer).map(({ section }) => section);
  const ports = {
    nginx: versions.has('nginx') ? await startNginx(context, sectionsOf('nginx')) : 0,
    HAProxy: versions.has('HAProxy') ? await startHaproxy(context, sectionsOf('HAProxy')) : 0,
  };

  let done = 0;
  const proof = await inParallel(atOnce, prepared, async ({ configuration, section }) => {
    const comparison = await compare(context, farm, configuration, section, ports, strategyOf);
    done += 1;
    context.emit({ kind: 'progress', done, of: prepared.length, unit: { ko: '설정', en: 'configurations' } });
    return comparison;
  });
  const missing = (['nginx', 'HAProxy'] as const).filter((balancer) => !versions.has(balancer));
  return {
    proof,
    unproved: missing.map((balancer) => ({
      balancer,
      configurations: all.filter((configuration) => configuration.balancer === balancer).length,
    })),
    tooOld,
  };
}

/** @throws LabError (program missing) when there is none at all */
async function balancersHere(): Promise<Versions> {
  const versions = new Map<BalancerName, string>();
  for (const [balancer, program] of [
    ['nginx', nginxProgram],
    ['HAProxy', haproxyProgram],
  ] as const) {
    const found = await findProgram(program);
    if (found) versions.set(balancer, found.version);
  }
  if (versions.size === 0) await requireProgram(nginxProgram);
  return versions;
}

async function startNginx({ scope }: StickyContext, sections: readonly Section[]): Promise<number> {
  return (await scope.start(nginx(nginxConfig(sections)))).port;
}

async function startHaproxy({ scope, signal }: StickyContext, sections: readonly Section[]): Promise<number> {
  const server = await scope.start(haproxy(haproxyConfig(sections)));
  await until(() => hasNoticed(server, sections), {
    signal,
    what: { ko: 'HAProxy가 죽은 서버를 알아차리는 것', en: 'HAProxy noticing the dead servers' },
    withinMs: 10_000,
  });
  return server.port;
}

/** HAProxy looks at its servers before it believes that one is dead; until then it would try it. */
async function hasNoticed(server: Haproxy, sections: readonly Section[]): Promise<boolean> {
  const rows = (await server.admin('show stat')).split('\n').map((line) => line.split(','));
  return sections.every(({ name, servers }) =>
    servers.every(({ state }, index) => {
      if (state !== 'crashed') return true;
      const row = rows.find((fields) => fields[0] === name && fields[1] === `s${index + 1}`);
      return row?.[statusField]?.startsWith('DOWN') === true;
    }),
  );
}

/** Of a line of `show stat`: https://docs.haproxy.org/2.6/management.html#9.1 */
const statusField = 17;

async function compare(
  context: StickyContext,
  farm: Farm,
  configuration: Configuration,
  section: Section,
  ports: Readonly<Record<BalancerName, number>>,
  strategyOf: (id: string) => NamedStrategy,
): Promise<Comparison> {
  const random = createRandom(context.seed).fork(configuration.name);
  const strategy = strategyOf(configuration.strategy).create(random.fork('strategy'));
  const picks = await visit({
    port: ports[configuration.balancer],
    path: `/${section.name}`,
    configuration,
    picker: strategy(section.servers),
    picks: context.params.clients,
    random: random.fork('clients'),
    farm,
    signal: context.signal,
  });
  return comparePicks(configuration.name, picks);
}

/** Works on so many items at once and returns the results in the items' order. */
async function inParallel<Item, Result>(
  workers: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: workers }, worker));
  return results;
}
