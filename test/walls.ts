import { posix } from 'node:path';

/** The files of src and labs by path, as `src/core/run.ts`. */
export type Sources = ReadonlyMap<string, string>;

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** What a part of the house may import: of ours, and of others' packages. */
interface Wall {
  readonly ours: (path: string, typeOnly: boolean) => boolean;
  /** Which files of the same lab; without it all of them. */
  readonly own?: (path: string) => boolean;
  readonly packages: (name: string) => boolean;
}

const isNode = (name: string) => name.startsWith('node:');
const protocolClients = [
  'ioredis',
  'redis',
  'ws',
  'pg',
  'libsql', // SQLite has no protocol: the client is the database.
  'amqplib',
  'kafkajs',
  '@socket.io/redis-adapter',
  '@socket.io/redis-streams-adapter',
  'socket.io',
  'socket.io-client',
];
/** Pools are what a lab compares. */
const pools = ['generic-pool', 'piscina'];
const oneOf =
  (...names: string[]) =>
  (name: string) =>
    names.includes(name);
const within =
  (...folders: string[]) =>
  (path: string) =>
    folders.some((folder) => path.startsWith(`src/${folder}/`));
const nothing = () => false;

const kit = oneOf('src/kit/run.ts', 'src/kit/judge.ts');
/** Rooms of a lab that must not be entered from here. */
const ownBut =
  (...closed: string[]) =>
  (path: string) =>
    closed.every((room) => !new RegExp(`^labs/[^/]+/${room}/`).test(path));
const pureKit = (path: string, typeOnly: boolean) => path === 'src/kit/judge.ts' || (typeOnly && kit(path));

const walls: Readonly<Record<string, Wall>> = {
  lab: { ours: kit, packages: (name) => isNode(name) || [...protocolClients, ...pools].includes(name) },
  'lab/acts': {
    ours: kit,
    own: ownBut('judge', 'show'),
    packages: (name) => isNode(name) || [...protocolClients, ...pools].includes(name),
  },
  'lab/judge': { ours: pureKit, own: ownBut('acts', 'show'), packages: nothing },
  'lab/show': { ours: pureKit, own: ownBut('acts'), packages: nothing },
  'labs/index.ts': {
    ours: (path, typeOnly) => (typeOnly && within('core')(path)) || /^labs\/[^/]+\/index\.ts$/.test(path),
    packages: nothing,
  },
  core: {
    ours: (path, typeOnly) => within('core')(path) || (typeOnly && within('report')(path)),
    packages: oneOf('node:timers/promises'), // No I/O of its own: waiting is all it does.
  },
  report: {
    // Types of core, and the one function that makes a text.
    ours: (path, typeOnly) =>
      within('report')(path) || (typeOnly && within('core')(path)) || path === 'src/core/text.ts',
    packages: nothing,
  },
  render: {
    ours: (path, typeOnly) =>
      within('render', 'report')(path) || (typeOnly && within('core', 'replay')(path)),
    packages: oneOf('fast-string-width', 'fast-wrap-ansi'),
  },
  replay: {
    ours: (path, typeOnly) => within('replay', 'report')(path) || (typeOnly && within('core')(path)),
    packages: nothing,
  },
  services: {
    ours: (path) => within('services', 'core')(path) || path === 'src/package-info.ts',
    packages: (name) => isNode(name) || protocolClients.includes(name),
  },
  measure: { ours: within('measure', 'core'), packages: isNode },
  // What a lab and a command stand on: made of what services are made of, and knows no lab.
  chat: {
    ours: (path) => within('chat', 'services', 'core')(path) || path === 'src/package-info.ts',
    packages: (name) => isNode(name) || ['ioredis', 'ws', 'jose', 'prom-client'].includes(name),
  },
  // The demo's server, and what the page and it say to each other.
  web: {
    ours: (path) =>
      within('web', 'course', 'chat', 'render', 'replay', 'report', 'core')(path) ||
      path === 'src/package-info.ts',
    packages: (name) => isNode(name) || ['ws', 'qr'].includes(name),
  },
  // In a browser: what is pure, and what travels to it.
  'web/page': {
    ours: (path, typeOnly) =>
      within('web/page', 'replay', 'report')(path) ||
      /^src\/render\/(html\/)?[^/]+$/.test(path) ||
      ['src/web/page-data.ts', 'src/core/text.ts'].includes(path) ||
      (typeOnly && (within('core')(path) || path === 'src/web/protocol.ts')),
    packages: oneOf('preact', 'preact/hooks'),
  },
  kit: { ours: within('core', 'measure', 'report', 'services', 'chat'), packages: nothing },
  course: {
    ours: (path) =>
      within('course', 'core', 'report', 'replay')(path) ||
      ['labs/index.ts', 'src/package-info.ts', 'src/measure/stats.ts'].includes(path),
    packages: isNode,
  },
  terminal: {
    ours: within('terminal', 'render', 'replay', 'report', 'core'),
    packages: (name) => isNode(name) || name === 'inquirer',
  },
  commands: {
    ours: (path) => path.startsWith('src/') || path === 'labs/index.ts',
    packages: (name) => isNode(name) || ['commander', '@bomb.sh/tab'].includes(name),
  },
  'src/cli.ts': {
    ours: (path) => within('commands', 'terminal', 'core')(path) || path === 'labs/index.ts',
    packages: nothing,
  },
  'src/environment.ts': { ours: within('core'), packages: isNode },
  'src/package-info.ts': { ours: nothing, packages: isNode },
};

/** Where a package is allowed in one file beside what its part may import. */
const packageRooms: Readonly<Record<string, string>> = {
  ajv: 'src/course/record-schema.ts',
  chalk: 'src/render/terminal/style.ts',
  jiti: 'src/commands/outside-labs.ts',
  'cli-table3': 'src/render/terminal/table.ts',
};

const words: Readonly<Record<string, RegExp>> = {
  'Date.now': /\bDate\.now\b/,
  'new Date()': /\bnew Date\b(?!\s*\(\s*[^)\s])/,
  'Math.random': /\bMath\.random\b/,
  console: /\bconsole\s*[.[]/,
  'process.exit': /\bprocess\.exit\b/,
  'process.exitCode': /\bprocess\.exitCode\b/,
};

/** The places that may use such a word, and why. An entry that nobody needs any more is a violation too. */
export const allowed: readonly (readonly [path: string, word: string, reason: string])[] = [
  ['src/cli.ts', 'process.exitCode', 'the one place that answers the shell'],
  ['src/cli.ts', 'process.exit', 'the second Ctrl-C, and a run that does not end by itself after the first'],
  ['src/cli.ts', 'console', 'silences what libraries say on it'],
  ['src/services/kafka-fetch-process.ts', 'process.exitCode', 'a program of its own: it answers setup'],
  ['src/commands/check-labs.ts', 'process.exitCode', 'a program of its own: it answers npm'],
  ['src/course/load-record.ts', 'Date.now', 'a record from tomorrow was taken before the clock was set back'],
  ['src/commands/experiment.ts', 'new Date()', 'the wall clock that is injected everywhere else'],
  ['src/commands/run-lab.ts', 'Math.random', 'draws the seed that fixes everything after it'],
];

/** Every wall that is broken, as `path: how`. */
export function brokenWalls(sources: Sources, allowList = allowed): string[] {
  return [
    ...brokenImports(sources),
    ...impureJudges(sources),
    ...brokenWords(sources, allowList),
    ...cycles(sources),
  ];
}

function brokenImports(sources: Sources): string[] {
  return [...sources].flatMap(([path, source]) => {
    const part = partOf(path);
    const wall = walls[part];
    if (!wall) return [`${path}: no wall says what '${part}' may import`];
    return importsOf(source).flatMap(({ specifier, typeOnly }) => {
      if (!specifier.startsWith('.')) {
        const room = packageRooms[specifier];
        const fits = room ? room === path : wall.packages(specifier);
        return fits ? [] : [`${path}: imports ${specifier}`];
      }
      const target = posix.join(posix.dirname(path), specifier);
      if (target.endsWith('.css')) return [];
      if (!sources.has(target)) return [`${path}: imports ${target}, which is not there`];
      const fits = isOwnFolder(path, target) ? (wall.own?.(target) ?? true) : wall.ours(target, typeOnly);
      return fits ? [] : [`${path}: imports ${target}`];
    });
  });
}

/** `core`, `commands` …; `lab` for all of them; the path itself for a file that stands alone. */
function partOf(path: string): string {
  const [top, folder, rest] = path.split('/');
  if (rest === undefined) return path;
  if (path.startsWith('src/web/page/')) return 'web/page';
  if (top !== 'labs') return folder ?? path;
  const room = /^(acts|judge|show)\//.exec(path.split('/').slice(2).join('/'))?.[1];
  return room ? `lab/${room}` : 'lab';
}

/** What judges, shows and the page reach, however far: a browser has no `node:*` and none of our packages. */
function impureJudges(sources: Sources): string[] {
  const pure = [...sources.keys()].filter(
    (path) =>
      path === 'src/kit/judge.ts' ||
      path === 'src/web/page/main.tsx' ||
      /^labs\/[^/]+\/(judge\/|show\/|experiments\.ts$)/.test(path),
  );
  return pure.flatMap((path) => {
    const foreign = ({ specifier }: { specifier: string }) =>
      !specifier.startsWith('.') && !(path.startsWith('src/web/page/') && specifier.startsWith('preact'));
    const impure = reachedFrom(path, sources).find(foreign);
    return impure ? [`${path}: reaches ${impure.specifier} by ${impure.by}`] : [];
  });
}

function reachedFrom(start: string, sources: Sources): { specifier: string; by: string }[] {
  const found: { specifier: string; by: string }[] = [];
  const open = [start];
  const seen = new Set(open);
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    for (const { specifier, typeOnly } of importsOf(sources.get(path) ?? '')) {
      if (typeOnly) continue;
      found.push({ specifier, by: path });
      const target = posix.join(posix.dirname(path), specifier);
      if (!specifier.startsWith('.') || seen.has(target)) continue;
      seen.add(target);
      open.push(target);
    }
  }
  return found;
}

function isOwnFolder(path: string, target: string): boolean {
  const [, lab, rest] = path.split('/');
  return path.startsWith('labs/') && rest !== undefined && target.startsWith(`labs/${lab}/`);
}

function brokenWords(sources: Sources, allowList: typeof allowed): string[] {
  const used = new Set<string>();
  const broken = [...sources].flatMap(([path, source]) => {
    const code = withoutStrings(withoutComments(source));
    return Object.entries(words).flatMap(([word, pattern]) => {
      if (!pattern.test(code)) return [];
      used.add(`${path} ${word}`);
      return allowList.some(([file, allowedWord]) => file === path && allowedWord === word)
        ? []
        : [`${path}: uses ${word}`];
    });
  });
  const stale = allowList.filter(([path, word]) => !used.has(`${path} ${word}`));
  return [...broken, ...stale.map(([path, word]) => `${path}: does not use ${word} any more`)];
}

/** Rings of imports. Those of types count too: they run into no trouble, but they tie files together. */
function cycles(sources: Sources): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push(`${path}: a ring of imports: ${[...trail.slice(start), path].join(' -> ')}`);
    if (start >= 0 || done.has(path)) return;
    for (const { specifier } of importsOf(sources.get(path) ?? '')) {
      const target = posix.join(posix.dirname(path), specifier);
      if (specifier.startsWith('.') && sources.has(target)) visit(target, [...trail, path]);
    }
    done.add(path);
  };
  for (const path of sources.keys()) visit(path, []);
  return found;
}

/** Static imports, re-exports, imports for their effect, and `import('…')`. */
export function importsOf(source: string): Import[] {
  const code = withoutComments(source);
  const statements = /^\s*(import|export)\s+(type\s)?(?:[\w*{][^;'"]*?\sfrom\s*)?['"]([^'"]+)['"]/gm;
  // Every string is consumed as one, so that `import(` within a string is none.
  const calls = new RegExp(`(\\bimport\\(\\s*)?(${strings.source})`, 'g');
  return [
    ...[...code.matchAll(statements)].map(([, , type, specifier = '']) => ({
      specifier,
      typeOnly: type !== undefined,
    })),
    ...[...code.matchAll(calls)].flatMap(([, call, text = '']) =>
      call ? [{ specifier: text.slice(1, -1), typeOnly: false }] : [],
    ),
  ];
}

const strings = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/;
const comments = /\/\/.*|\/\*[\s\S]*?\*\//;

function withoutComments(source: string): string {
  return source.replace(new RegExp(`${strings.source}|${comments.source}`, 'g'), (text) =>
    text.startsWith('/') ? '' : text,
  );
}

/** A template stays: code stands in it. */
function withoutStrings(code: string): string {
  return code.replace(new RegExp(strings.source, 'g'), (text) => (text.startsWith('`') ? text : "''"));
}
