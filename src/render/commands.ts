import type { Report } from '../report/report.ts';

/** A command of the lab's, as it works on this machine: `npx redis-lab …` for who came by npx. */
export function typed(command: string, { program }: Pick<Report, 'program'>): string {
  return command.replace(/^redis-lab\b/, program);
}
