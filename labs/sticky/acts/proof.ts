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
  freePort,
  haproxyProgram,
  messageOf,
  nginxLacks,
  nginxProgram,
  requireProgram,
} from '../../../src/kit/run.ts';
import type { BalancerName, Comparison, ProofData } from '../data.ts';
import type { Change } from '../parts/balancing.ts';
import { changingConfigurations } from '../parts/proof/changes.ts';
import type { Section } from '../parts/proof/config-text.ts';
import { type Configuration, configurationsOf } from '../parts/proof/configurations.ts';
import { type Farm, openFarm, type ProofServer } from '../parts/proof/farm.ts';
import { type Real, startHaproxy, startNginx } from '../parts/proof/real.ts';
import { modules, otherRulesFor, tooOldFor, unbuiltOf, type Versions } from '../parts/proof/versions.ts';
import { openVisitors } from '../parts/proof/visits.ts';
import { type NamedStrategy, strategyNamed } from '../parts/strategies.ts';
import type { StickyContext } from '../settings.ts';

/** So many configurations are under way at once; each has a state of its own in the balancer. */
const atOnce = 6;

/** All models are put to the test, or the one that is given: a test passes a wrong one. */
export async function prove(context: StickyContext, only?: NamedStrategy): Promise<ProofData> {
  const random = createRandom(context.seed).fork('proof');
  const all = [...configurationsOf(random.fork('configurations')), ...changingConfigurations()].filter(
    ({ strategy }) => !only || strategy === only.id,
  );
  const versions = await balancersHere();
  const tooOld = tooOldFor(versions, all);
  const otherRules = otherRulesFor(versions, all);
  const unbuilt = versions.has('nginx') ? unbuiltOf(await nginxLacks(modules), all) : [];
  const skipped = new Set([...tooOld, ...otherRules, ...unbuilt].map(({ name }) => name));
  const farm = await openFarm(context.scope);
  const prepared = await Promise.all(
    all
      .filter(({ balancer, name }) => versions.has(balancer) && !skipped.has(name))
      .map(async (configuration, index) => ({
        configuration,
        section: await sectionOf(configuration, `u${index}`, farm),
      })),
  );
  const shared = await startShared(context, farm, prepared);

  let done = 0;
  const proof = await inParallel(atOnce, prepared, async (one) => {
    const comparison = await compare(context, farm, one, shared, only).catch((error: unknown) => {
      context.signal.throwIfAborted();
      // A connection that ends where none should says nothing about who was picked.
      return { name: one.configuration.name, picks: 0, mismatches: 0, cut: messageOf(error) };
    });
    done += 1;
    context.emit({ kind: 'progress', done, of: prepared.length, unit: { ko: '설정', en: 'configurations' } });
    return comparison;
  });
  const missing = (['nginx', 'HAProxy'] as const).filter((balancer) => !versions.has(balancer));
  return {
    proof,
    versions: [...versions].map(([balancer, version]) => ({ balancer, version })),
    unproved: missing.map((balancer) => ({
      balancer,
      configurations: all.filter((configuration) => configuration.balancer === balancer).length,
    })),
    tooOld,
    otherRules,
    unbuilt,
  };
}

interface Prepared {
  readonly configuration: Configuration;
  readonly section: Section;
}

async function sectionOf(configuration: Configuration, name: string, farm: Farm): Promise<Section> {
  const { directives, places, later = [] } = configuration;
  return {
    name,
    directives,
    servers: farm.servers(places),
    checked: later.some(({ change }) => change === 'crash'),
    ...(directives.some((line) => line.endsWith('peers lab')) ? { peerPort: await freePort() } : {}),
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

type Shared = Readonly<Partial<Record<BalancerName, Real>>>;

/** Whatever does not change shares a balancer; each upstream or backend of it has a state of its own. */
async function startShared(
  context: StickyContext,
  farm: Farm,
  prepared: readonly Prepared[],
): Promise<Shared> {
  const still = prepared.filter(({ configuration }) => !configuration.later);
  const of = (balancer: BalancerName) =>
    still.filter(({ configuration }) => configuration.balancer === balancer).map(({ section }) => section);
  const [forNginx, forHaproxy] = [of('nginx'), of('HAProxy')];
  return {
    ...(forNginx.length > 0 ? { nginx: await startNginx(context, forNginx) } : {}),
    ...(forHaproxy.length > 0 ? { HAProxy: await startHaproxy(context, forHaproxy, farm) } : {}),
  };
}

async function compare(
  context: StickyContext,
  farm: Farm,
  { configuration, section }: Prepared,
  shared: Shared,
  only: NamedStrategy | undefined,
): Promise<Comparison> {
  const { signal, params } = context;
  const { name, balancer, later = [] } = configuration;
  const own = balancer === 'nginx' ? startNginx : startHaproxy;
  const real = (later.length === 0 && shared[balancer]) || (await own(context, [section], farm));
  const random = createRandom(context.seed).fork(name);
  const strategy = (only ?? strategyNamed(configuration.strategy)).create(random.fork('strategy'));
  const visitors = openVisitors({
    port: real.port,
    path: `/${section.name}`,
    configuration,
    picks: params.clients,
    random: random.fork('clients'),
    farm,
    signal,
  });
  const share = Math.ceil(params.clients / (1 + later.length));
  const come = (servers: readonly ProofServer[], change?: Change) =>
    visitors.come(
      { picker: strategy(servers, change), numbers: servers.map(({ number }) => number) },
      Math.min(share, params.clients - visitors.picks),
    );
  await come(section.servers);
  for (const { change, places } of later) {
    const servers = farm.servers(places);
    await real.change(change, { ...section, servers });
    await come(servers, change);
  }
  await visitors.leave();
  return { name, picks: visitors.picks, mismatches: visitors.mismatches };
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
