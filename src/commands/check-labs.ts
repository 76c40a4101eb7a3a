// `npm run labs:check`: what is wrong with the texts of the labs, the guides and the READMEs, a line each. With `--write`
// it first puts the table of labs into the READMEs. A program of its own: learners have no use for it.
import { showFault } from '../course/check/fault.ts';
import { inspectHouse, writeLabTables } from '../course/check/house.ts';
import { packageRoot } from '../package-info.ts';

let { labs, faults } = await inspectHouse(packageRoot);
if (process.argv.includes('--write')) {
  await writeLabTables(packageRoot, labs);
  ({ faults } = await inspectHouse(packageRoot));
}
for (const fault of faults) process.stdout.write(`${showFault(fault, 'en')}\n`);
if (faults.length > 0) process.exitCode = 1;
