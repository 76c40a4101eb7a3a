// What `npm run build` does: the program as one small entry and chunks that are loaded when they are needed, so that
// its first word costs little more than Node itself. Types are checked elsewhere (`npm run typecheck`).
//
// `npx redis-lab` builds too, right after a clone, and a lab that runs meanwhile still loads chunks. So a new build is
// made beside the old one and moved into place file by file, and what it no longer has stays for a day: chunks are named
// after their contents, and a run keeps to the names that it began with. `--prune` takes them away at once (npm pack).
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { rolldown } from 'rolldown';
import { recordSchema, recordValidators } from './schema.js';

const target = 'dist';
const dayMs = 24 * 60 * 60 * 1000;

/** By the name of the file that it becomes. */
const cli = { cli: 'src/cli.ts' };
/** Programs that run as processes of their own. */
const processes = Object.fromEntries(processFiles().map((file) => [basename(file, '.ts'), file]));
/** For the project itself; not in the package. */
const internals = {
  bench: 'test/bench/index.ts',
  'bench-chat-bare': 'test/bench/chat/bare.ts',
  'bench-chat-load': 'test/bench/chat/load.ts',
  'bench-kv-load': 'test/bench/kv/load.ts',
  'check-labs': 'src/commands/check-labs.ts',
  'setup-tests': 'test/setup.ts',
  reaper: 'src/services/reaper.ts',
  host: 'src/services/host.ts',
  kafka: 'src/services/kafka.ts',
  rabbitmq: 'src/services/rabbitmq.ts',
  supervise: 'src/services/supervise.ts',
};

/** For a browser, which has no use for chunks that it shares with the program. */
const page = { 'chat-page': 'src/chat/page/page.js' };

function processFiles() {
  return ['src', 'labs'].flatMap((folder) =>
    filesIn(folder)
      .filter((file) => file.endsWith('-process.ts'))
      .map((file) => join(folder, file)),
  );
}

/** Every file below a folder, as paths from there. */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/**
 * Node takes 2 ms to find a package: what the first words need comes with them. So does an ES module that is imported
 * by name, which not every Node that we run on can `require`.
 */
const inside = new Set([
  ...['commander', 'chalk'],
  ...['fast-string-width', 'fast-string-truncated-width', 'fast-wrap-ansi'],
  ...['@bomb.sh/tab', 'jose', 'qr'],
]);

/**
 * @param format the command line is CommonJS, which Node loads without its loader for ES modules: 4 ms sooner at
 * `--help`, 14 ms sooner at the first words of a lab
 */
async function bundleInto(folder, input, format) {
  const external = (id) => !/^[./#]/.test(id) && !inside.has(id);
  const bundle = await rolldown({
    input,
    platform: 'node',
    external,
    // No module of ours does anything by being imported: what a lab takes from the kit does not bring the whole kit.
    treeshake: { moduleSideEffects: false },
    logLevel: 'warn',
  });
  const ending = format === 'cjs' ? 'cjs' : 'js';
  await bundle.write({
    dir: folder,
    format,
    sourcemap: true,
    entryFileNames: `[name].${ending}`,
    chunkFileNames: `chunks/[name]-[hash].${ending}`,
    // What the first word needs is one file, whatever the chunks share with it.
    codeSplitting: { groups: [{ name: 'cli', test: /src\/cli\.ts$/ }] },
  });
}

/**
 * The page of `demo` and of `report --format html`: one file, with its script and its style in it, that may load and ask
 * for nothing else. The demo's server puts a policy of its own in the place of this one.
 */
async function writePage(file) {
  // Whatever a shell or the tests say: for development each element names its source file, by its path on this machine.
  process.env.NODE_ENV = 'production';
  const { build } = await import('vite');
  const { output } = await build({
    root: 'src/web/page',
    configFile: false,
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      cssCodeSplit: false,
      rolldownOptions: { input: 'src/web/page/main.tsx', output: { codeSplitting: false } },
    },
  });
  const script = output.find(({ type }) => type === 'chunk').code.trim();
  const style = String(output.find(({ fileName }) => fileName.endsWith('.css')).source).trim();
  if (/<\/script|<!--|<\/style/i.test(script + style)) throw new Error('the page holds what would end it');
  const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = readFileSync('src/web/page/index.html', 'utf8')
    .replace("default-src 'none'", policy)
    .replace('<style></style>', () => `<style>${style}</style>`)
    .replace('<script type="module"></script>', () => `<script type="module">${script}</script>`);
  writeFileSync(file, page);
}

/** The types of the kit: what a lab from outside the package is written against. */
async function writeTypes(folder) {
  const tsc = 'node_modules/typescript/bin/tsc';
  await promisify(execFile)(process.execPath, [tsc, '--project', 'src/kit', '--outDir', folder]);
}

const draft = mkdtempSync(`${target}.`);
try {
  const types = writeTypes(join(draft, 'types'));
  await bundleInto(draft, cli, 'cjs');
  await bundleInto(draft, processes, 'esm');
  await bundleInto(join(draft, 'internals'), internals, 'esm');
  await bundleInto(draft, page, 'esm');
  await writePage(join(draft, 'page.html'));
  chmodSync(join(draft, 'cli.cjs'), 0o755);
  await types;
  const schema = recordSchema();
  writeFileSync(join(draft, 'record.schema.json'), `${JSON.stringify(schema, null, 1)}\n`);
  mkdirSync(join(draft, 'validators'));
  for (const [name, source] of Object.entries(recordValidators(schema)))
    writeFileSync(join(draft, 'validators', `${name}.cjs`), source);
  const files = filesIn(draft);
  // Chunks first: an entry must not name one that is not there yet.
  for (const file of files.toSorted((a, b) => b.includes('chunks') - a.includes('chunks'))) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    renameSync(join(draft, file), join(target, file));
  }
  const made = new Set(files);
  const oldestMs = process.argv.includes('--prune') ? Number.POSITIVE_INFINITY : Date.now() - dayMs;
  for (const file of filesIn(target)) {
    if (!made.has(file) && statSync(join(target, file)).mtimeMs < oldestMs) rmSync(join(target, file));
  }
} finally {
  rmSync(draft, { recursive: true, force: true });
}
