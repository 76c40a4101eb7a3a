// The servers behind the real balancers: each answers every request with its own number.
import type { ServerResponse } from 'node:http';
import { freePort, listen, type Scope } from '../../../../src/kit/run.ts';
import type { Server, ServerState } from '../balancing.ts';

/** A server of a configuration before it has a port. */
export interface Place {
  readonly weight: number;
  readonly state: ServerState;
  readonly backup?: boolean;
  /** Which server of the farm it is; that with the number of its place in the list unless it says otherwise. */
  readonly number?: number;
  /** Crashed as its health checks see it: it answers, and says that it is not well. */
  readonly sick?: boolean;
}

/** With the number that it answers with. */
export interface ProofServer extends Server {
  readonly number: number;
}

export interface Farm {
  /** Gives every place a port: that of a listening server, or a closed one where the server is to be dead. */
  servers(places: readonly Place[]): ProofServer[];
  /** A request that carries this header stays unanswered until it is released, as an open connection does. */
  readonly holdHeader: string;
  /** Resolves with the number of the server at which the held request with this name arrives. */
  arrival(name: string): Promise<number>;
  /** Answers a held request. */
  release(name: string): void;
  /** From here on the health checks of this section find this server dead. */
  sicken(section: string, number: number): void;
}

/** What a health check of this section asks for. */
export function checkPath(section: string): string {
  return `/check/${section}`;
}

const holdHeader = 'x-hold';
/** A configuration has at most so many servers. */
export const mostServers = 8;
/** And at most so many dead ones. */
const deadServers = 3;

export async function openFarm(scope: Scope): Promise<Farm> {
  const held = new Map<string, { response: ServerResponse; answer: string }>();
  const waiting = new Map<string, (server: number) => void>();
  const sick = new Set<string>();
  const ports: number[] = [];
  for (let number = 0; number < mostServers; number += 1) {
    const { port } = await listen(scope, (request, response) => {
      if (sick.has(`${request.url} ${number}`)) response.statusCode = 503;
      const name = request.headers[holdHeader];
      if (typeof name !== 'string') return void response.end(String(number));
      held.set(name, { response, answer: String(number) });
      waiting.get(name)?.(number);
      waiting.delete(name);
    });
    ports.push(port);
  }
  const closedPorts = await Promise.all(Array.from({ length: deadServers }, freePort));

  return {
    holdHeader,
    servers(places) {
      const closed = closedPorts.values();
      return places.map((place, index) => {
        const port =
          place.state === 'crashed' && !place.sick ? closed.next().value : ports[place.number ?? index];
        if (port === undefined) throw new RangeError(`no port for server ${index + 1} of ${places.length}`);
        return { host: '127.0.0.1', port, number: index, ...place };
      });
    },
    sicken: (section, number) => void sick.add(`${checkPath(section)} ${number}`),
    arrival: (name) => new Promise((resolve) => waiting.set(name, resolve)),
    release(name) {
      const request = held.get(name);
      held.delete(name);
      request?.response.end(request.answer);
    },
  };
}
