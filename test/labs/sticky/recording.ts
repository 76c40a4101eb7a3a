/**
 * Picks of the real nginx 1.22.1 and HAProxy 2.6.12, recorded once: the drawn addresses in their order, and for
 * each configuration one digit a pick, `-` where no server answered. In `connections`, +2 is a request that was
 * given to server 2 and stays open, -2 the end of one that server 2 had.
 */
import { readFileSync } from 'node:fs';
import type { Server, ServerState } from '../../../labs/sticky/parts/balancing.ts';
import { parseAddress } from './farm.ts';

interface Recording {
  readonly addresses: { readonly ipv4: string; readonly ipv6: string };
  readonly picks: readonly {
    readonly by: string;
    readonly strategy: string;
    readonly name: string;
    readonly family: 'ipv4' | 'ipv6';
    readonly servers: string;
    readonly picks: string;
  }[];
  readonly connections: readonly {
    readonly by: string;
    readonly strategy: string;
    readonly servers: string;
    readonly steps: string;
  }[];
}

const recording = JSON.parse(
  readFileSync(new URL('recorded-picks.json', import.meta.url), 'utf8'),
) as Recording;

export const recordedPicks = recording.picks.map((recorded) => ({
  title: `${recorded.by} ${recorded.strategy}, ${recorded.name}`,
  strategy: recorded.strategy,
  servers: recorded.servers.split(', ').map(parseServer),
  addresses: recording.addresses[recorded.family].split(' ').map(parseAddress),
  picks: [...recorded.picks].map((digit) => (digit === '-' ? -1 : Number(digit))),
}));

export const recordedConnections = recording.connections.map((recorded) => ({
  ...recorded,
  servers: recorded.servers.split(', ').map(parseServer),
  steps: recorded.steps
    .split(' ')
    .map((step) => ({ opens: step.startsWith('+'), server: Number(step.slice(1)) })),
}));

/** 127.0.0.1:37293 weight 3 up backup */
function parseServer(text: string): Server {
  const [address = '', , weight, state, backup] = text.split(' ');
  const [host = '', port] = address.split(':');
  return {
    host,
    port: Number(port),
    weight: Number(weight),
    state: state as ServerState,
    backup: backup === 'backup',
  };
}
