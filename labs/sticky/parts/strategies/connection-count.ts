/** How many requests and WebSockets each server has open: what the least-connections methods look at. */
export interface ConnectionCount {
  opened(server: number): void;
  closed(server: number): void;
  of(server: number): number;
  /** Below 0 when `a` has fewer connections for its weight than `b`; whole numbers, so that ties are exact. */
  compare(a: number, b: number, weight: Int32Array): number;
}

export function createConnectionCount(): ConnectionCount {
  const counts: number[] = [];
  const of = (server: number) => counts[server] ?? 0;
  return {
    of,
    opened: (server) => {
      counts[server] = of(server) + 1;
    },
    closed: (server) => {
      counts[server] = of(server) - 1;
    },
    compare: (a, b, weight) => of(a) * (weight[b] as number) - of(b) * (weight[a] as number),
  };
}
