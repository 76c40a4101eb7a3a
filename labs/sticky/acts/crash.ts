/**
 * The server of a loyal user dies. How long does the balancer go on sending the user there? The user holds a cookie
 * that names the dead server and asks again and again for a second and a half.
 *
 * no-check: HAProxy as it comes; it does not look how its servers are. check: it looks every 200 ms and believes the
 * third failure. redispatch: no check, but a request that cannot connect may go to another server at its last attempt.
 * nginx: no cookie and no check; a failed connection sends the request on to the next server at once.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { haproxyProgram, listen, nginxProgram } from '../../../src/kit/run.ts';
import type { CrashArm, CrashData, CrashWay } from '../data.ts';
import { comesUp, notUp } from '../parts/live/comes-up.ts';
import { startDyingHaproxy, startDyingNginx } from '../parts/live/dying.ts';
import { openClient, type ProofClient } from '../parts/proof/client.ts';
import type { StickyContext } from '../settings.ts';

const lookMs = 1_500;
const breathMs = 10;

interface User {
  readonly way: CrashWay;
  readonly client: ProofClient;
  readonly path: string;
  readonly cookie: string;
}

export async function crash(context: StickyContext): Promise<CrashData> {
  const { scope } = context;
  const servers = await Promise.all(
    [0, 1, 2].map((number) => listen(scope, (_, response) => void response.end(String(number)))),
  );
  const ports = servers.map(({ port }) => port);
  const tried = [
    await comesUp('HAProxy', haproxyProgram, () => startDyingHaproxy(context, ports)),
    await comesUp('nginx', nginxProgram, () => startDyingNginx(context, ports)),
  ] as const;
  const [{ up: haproxy }, { up: nginx }] = tried;
  const failed = notUp(tried);
  const byCookie = (port: number) =>
    (['no-check', 'check', 'redispatch'] as const).map(
      (way): User => ({ way, client: openClient(port), path: `/${way}`, cookie: 'SRV=s1' }),
    );
  const users: readonly User[] = [
    ...(haproxy ? byCookie(haproxy.port) : []),
    ...(nginx ? [{ way: 'nginx' as const, client: openClient(nginx.port), path: '/', cookie: '' }] : []),
  ];
  scope.defer(() => users.forEach(({ client }) => void client.close()));
  const [dying] = servers;
  context.note({ kind: 'state', actor: 'server-1', state: 'dead' });
  dying?.server.close();
  dying?.server.closeAllConnections();
  return {
    checkEveryMs: 200,
    believedAfter: 3,
    arms: await Promise.all(users.map((user) => askOn(context, user))),
    ...failed,
  };
}

async function askOn(
  { note, signal, clock }: StickyContext,
  { way, client, path, cookie }: User,
): Promise<CrashArm> {
  const from = 'user';
  const to = way === 'nginx' ? 'nginx' : 'haproxy';
  const beganMs = clock.nowMs();
  let asked = 0;
  let refused = 0;
  let servedAfterMs: number | null = null;
  while (clock.nowMs() - beganMs < lookMs) {
    signal.throwIfAborted();
    asked += 1;
    const hop = { msg: String(asked), from, to };
    note({ kind: 'send', ...hop }, way);
    const { server } = await client.get(path, cookie === '' ? {} : { cookie });
    if (server === -1) refused += 1;
    else servedAfterMs ??= clock.nowMs() - beganMs;
    note(server === -1 ? { kind: 'drop', ...hop, why: 'refused' } : { kind: 'recv', ...hop }, way);
    await wait(breathMs, undefined, { signal });
  }
  return { way, asked, refused, servedAfterMs };
}
