import { type DeliveryContext, params, services } from '../../../labs/delivery/settings.ts';
import { resolveParams } from '../../../src/core/params.ts';
import type { Service } from '../../../src/core/service.ts';
import { findProgram } from '../../../src/services/programs.ts';
import { withScope } from '../with-scope.ts';

const here = async ({ programs }: (typeof services)[keyof typeof services]) =>
  (await Promise.all(programs.map(findProgram))).every((found) => found !== null);

/** Which brokers this machine has: the systems of the others are left out, as a run leaves them out. */
export const has = {
  cluster: await here(services.cluster),
  rabbitmq: await here(services.rabbitmq),
  kafka: await here(services.kafka),
  postgres: await here(services.postgres),
};

/** Runs a part of the lab on real servers. */
export async function withContext<Answer>(
  given: Readonly<Record<string, string>>,
  use: (context: DeliveryContext) => Promise<Answer>,
  seed = 7,
): Promise<Answer> {
  return await withScope(async (world) => {
    const resolved = resolveParams(params, 'quick', given);
    const start = async <Handle>(service: Service<Handle>, isHere: boolean) => {
      if (!service.when?.(resolved)) return null;
      return isHere ? await world.scope.start(service) : { skipped: { ko: '없어요', en: 'is not here' } };
    };
    const [cluster, rabbitmq, kafka, postgres] = await Promise.all([
      start(services.cluster, has.cluster),
      start(services.rabbitmq, has.rabbitmq),
      start(services.kafka, has.kafka),
      start(services.postgres, has.postgres),
    ]);
    return await use({
      ...world,
      params: resolved,
      services: { cluster, rabbitmq, kafka, postgres },
      seed,
    });
  });
}
