// What `npm run build` does. `npx redis-lab` builds too, right after a clone, and a lab that runs meanwhile still loads
// modules: a new build is made beside the old one and takes its place file by file, so that none is ever missing.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const target = 'dist';
const compiler = join('node_modules', 'typescript', 'bin', 'tsc');

/** Every file below a folder, as paths from there. */
function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

const draft = mkdtempSync(`${target}.`);
try {
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', draft], {
    stdio: 'inherit',
  });
  chmodSync(join(draft, 'src', 'cli.js'), 0o755);
  const files = filesIn(draft);
  for (const file of files) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    renameSync(join(draft, file), join(target, file));
  }
  const made = new Set(files);
  for (const file of filesIn(target)) if (!made.has(file)) rmSync(join(target, file));
} catch (error) {
  if (error.status === undefined) throw error; // The compiler has said what is wrong.
  process.exitCode = error.status;
} finally {
  rmSync(draft, { recursive: true, force: true });
}
