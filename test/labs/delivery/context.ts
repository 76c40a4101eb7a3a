import { type DeliveryContext, params, services } from '../../../labs/delivery/settings.ts';
import { resolveParams } from '../../../src/core/params.ts';
import { findProgram } from '../../../src/services/programs.ts';
import { withScope } from '../with-scope.ts';

const here = async ({ programs }: (typeof services)['cluster' | 'kafka' | 'rabbitmq']) =>
  (await Promise.all(programs.map(findProgram))).every((found) => found !== null);

/** Which brokers this machine has: the systems of the others are left out, as a run leaves them out. */
export const has = {
  cluster: await here(services.cluster),
  rabbitmq: await here(services.rabbitmq),
  kafka: await here(services.kafka),
};

/** Runs a part of the lab on real servers. */
export async function withContext<Answer>(
  given: Readonly<Record<string, string>>,
  use: (context: DeliveryContext) => Promise<Answer>,
  seed = 7,
): Promise<Answer> {
  return await withScope(async (world) => {
    const resolved = resolveParams(params, 'quick', given);
    const [cluster, rabbitmq, kafka] = await Promise.all([
      services.cluster.when?.(resolved) ? world.scope.start(services.cluster) : null,
      services.rabbitmq.when?.(resolved) ? world.scope.start(services.rabbitmq) : null,
      services.kafka.when?.(resolved) ? world.scope.start(services.kafka) : null,
    ]);
    return await use({ ...world, params: resolved, services: { cluster, rabbitmq, kafka }, seed });
  });
}
