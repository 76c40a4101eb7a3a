// Which Redis has a channel: consistent hashing (Karger et al., 1997), as the book has it, and the remainder of a
// division beside it.
import { createHash } from 'node:crypto';

/** @returns the number of the server that has this channel */
export type Placement = (channel: string) => number;

const pointsPerServer = 160;

export function ring(servers: readonly number[]): Placement {
  const points = servers
    .flatMap((server) =>
      Array.from({ length: pointsPerServer }, (_, point) => ({ at: hash(`${server}/${point}`), server })),
    )
    .sort((a, b) => a.at - b.at);
  return (channel) => {
    const wanted = hash(channel);
    let [low, high] = [0, points.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((points[middle]?.at ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return (points[low] ?? points[0])?.server ?? 0;
  };
}

export function modulo(servers: readonly number[]): Placement {
  return (channel) => servers[hash(channel) % servers.length] ?? 0;
}

function hash(text: string): number {
  return createHash('md5').update(text).digest().readUInt32LE(0);
}
