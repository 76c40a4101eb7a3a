// The real balancers: one of each for all configurations that stay as they are, one apiece for those that change.
import { type Haproxy, haproxy, nginx, until } from '../../../../src/kit/run.ts';
import type { StickyContext } from '../../settings.ts';
import type { Change } from '../balancing.ts';
import { haproxyConfig, nameOf, nginxConfig, type Section } from './config-text.ts';
import type { Farm, ProofServer } from './farm.ts';

type Context = Pick<StickyContext, 'scope' | 'signal'>;

/** A balancer, and how its servers are changed. */
export interface Real {
  readonly port: number;
  /** Resolves when it has taken effect. */
  change(change: Change, section: Section): Promise<void>;
}

export async function startNginx({ scope }: Context, sections: readonly Section[]): Promise<Real> {
  const server = await scope.start(nginx(nginxConfig(sections)));
  return { port: server.port, change: (_, section) => server.reload(nginxConfig([section])) };
}

export async function startHaproxy(
  context: Context,
  sections: readonly Section[],
  farm: Farm,
): Promise<Real> {
  const server = await context.scope.start(haproxy(haproxyConfig(sections)));
  await untilNoticed(context, server, sections);
  return {
    port: server.port,
    async change(change, section) {
      if (change === 'list') {
        if (section.peerPort) await untilTaught(context, server);
        await server.reload(haproxyConfig([section]));
      }
      if (change === 'state')
        for (const { number, state } of section.servers)
          await server.admin(`set server ${section.name}/${nameOf(number)} state ${wordOf(state)}`);
      if (change === 'crash')
        for (const { number, state } of section.servers)
          if (state === 'crashed') farm.sicken(section.name, number);
      await untilNoticed(context, server, [section]);
    },
  };
}

function wordOf(state: ProofServer['state']): string {
  return state === 'up' ? 'ready' : state === 'drain' ? 'drain' : 'maint';
}

/** For 5 s after its start a process waits to be taught itself, and hands no table over. */
function untilTaught({ signal }: Context, server: Haproxy): Promise<void> {
  return until(async () => (await server.admin('show peers')).includes('resync_timeout=<PAST>'), {
    signal,
    what: { ko: 'HAProxy의 peers가 준비되는 것', en: "HAProxy's peers being ready" },
    withinMs: 10_000,
  });
}

/** HAProxy looks at its servers before it believes that one is dead; until then it would try it. */
function untilNoticed({ signal }: Context, server: Haproxy, sections: readonly Section[]): Promise<void> {
  return until(() => hasNoticed(server, sections), {
    signal,
    what: { ko: 'HAProxy가 죽은 서버를 알아차리는 것', en: 'HAProxy noticing the dead servers' },
    withinMs: 10_000,
  });
}

async function hasNoticed(server: Haproxy, sections: readonly Section[]): Promise<boolean> {
  const rows = (await server.admin('show stat')).split('\n').map((line) => line.split(','));
  return sections.every(({ name, servers }) =>
    servers.every(({ state, number }) => {
      if (state !== 'crashed') return true;
      const row = rows.find((fields) => fields[0] === name && fields[1] === nameOf(number));
      return row?.[statusField]?.startsWith('DOWN') === true;
    }),
  );
}

/** Of a line of `show stat`: https://docs.haproxy.org/2.6/management.html#9.1 */
const statusField = 17;
