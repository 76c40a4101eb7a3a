// What Redis writes into its log when it cuts a connection off, and what of it matters.

/** The last such line of a log; null where there is none. */
export function cutOffLine(log: string): string | null {
  return log.match(/^.*output buffer limits.*$/gm)?.at(-1) ?? null;
}

/** `Client … omem=1066208 … scheduled to be closed ASAP for overcoming of output buffer limits.` */
export function shortened(line: string): string {
  const parts = line.match(/\bomem=\d+|scheduled to be closed .*$/g);
  return parts ? ['Client', ...parts].join(' … ') : line;
}
