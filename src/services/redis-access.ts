import type { Access } from '../core/service.ts';

/** What every run asks: whether the server is there and what it is, and at the end the removal of the run's keys. */
const always = ['ping', 'info', 'unlink'];

/**
 * The narrowest rule with which a run works on the learner's own Redis, as `redis-cli` takes it. No run has a name that
 * could be known before it, so keys and channels go by the beginning that all of them have.
 */
export function aclRule({ commands, channels = [] }: Access): string {
  const allowed = [...new Set([...always, ...commands])].sort().map((name) => `+${name}`);
  const patterns = ['~redis-lab:*', ...['redis-lab:*', ...channels].map((pattern) => `&${pattern}`)];
  return ['ACL SETUSER redis-lab reset on', "'>PASSWORD'", ...patterns.map(quoted), ...allowed].join(' ');
}

function quoted(word: string): string {
  return `'${word}'`;
}
