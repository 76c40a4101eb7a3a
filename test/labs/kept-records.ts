import { readdirSync } from 'node:fs';

/** A record of each lab in each shape that an earlier version wrote. */
export const keptRecords = readdirSync('test/labs', { recursive: true, encoding: 'utf8' })
  .filter((file) => /record\.v\d+\.json$/.test(file))
  .map((file) => `test/labs/${file}`)
  .sort();
