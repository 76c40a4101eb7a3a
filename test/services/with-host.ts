import type { Service } from '../../src/core/service.ts';
import { openServiceHost } from '../../src/services/host.ts';

/** What a test may do with services: start them. Everything is stopped afterwards. */
export type Start = <Handle>(service: Service<Handle>) => Promise<Handle>;

/** @throws what a service reported as broken by itself */
export async function withHost<Answer>(use: (start: Start) => Promise<Answer>): Promise<Answer> {
  const failures: Error[] = [];
  const host = openServiceHost(
    { external: {}, trace: false },
    {
      runId: 'test',
      signal: new AbortController().signal,
      emit() {},
      note() {},
      fail: (error) => void failures.push(error),
    },
  );
  const stops: (() => Promise<void>)[] = [];
  const start: Start = async (service) => {
    const running = await service.start(host);
    stops.push(running.stop);
    return running.handle;
  };
  const answer = use(start).finally(async () => {
    for (const stop of stops.reverse()) await stop();
    await host.close();
  });
  await answer;
  if (failures.length > 0) throw failures[0];
  return answer;
}
