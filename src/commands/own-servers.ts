import type { AnyLab } from '../core/lab.ts';
import type { Service } from '../core/service.ts';

/** The services of a lab that the learner may have a server of already: `--redis URL`, `--postgres URL`. */
export function ownServersOf(lab: AnyLab): { readonly name: string; readonly own: OwnServer }[] {
  const services = Object.values(lab.services) as Service<unknown>[];
  const owned = services.flatMap(({ name, own }) => (own ? [{ name, own }] : []));
  return [...new Map(owned.map((server) => [server.name, server])).values()];
}

type OwnServer = NonNullable<Service<unknown>['own']>;

/** The URLs that were given, by the service's name: the flag, else the environment variable. */
export function ownUrls(
  lab: AnyLab,
  flags: Readonly<Record<string, unknown>>,
): Record<string, string | undefined> {
  // A variable that is empty is as good as none (`REDIS_URL= redis-lab …`); an empty flag is a slip, and is told.
  const urls = ownServersOf(lab).map(({ name, own }) => [
    name,
    flags[name] ?? (process.env[own.variable] || undefined),
  ]);
  return Object.fromEntries(urls);
}
