import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allowed, brokenWalls, importsOf, type Sources } from './walls.ts';

function readSources(): Sources {
  const paths = ['src', 'labs'].flatMap((top) =>
    readdirSync(top, { recursive: true, encoding: 'utf8' }).map((path) => join(top, path)),
  );
  return new Map(
    paths.filter((path) => /\.tsx?$/.test(path)).map((path) => [path, readFileSync(path, 'utf8')]),
  );
}

it('the walls of DESIGN.md stand', () => {
  const sources = readSources();
  expect(sources.size).toBeGreaterThan(50);
  expect(brokenWalls(sources)).toEqual([]);
});

it('each exception names its reason', () => {
  for (const [, , reason] of allowed) expect(reason).not.toBe('');
});

/** A small house in which everything is in order. */
const house: Readonly<Record<string, string>> = {
  'labs/index.ts':
    "import type { Text } from '../src/core/text.ts';\nexport const load = () => import('./chat/index.ts');",
  'labs/chat/index.ts':
    "import { x } from '../../src/kit/run.ts';\nimport { y } from './ways/fast.ts';\nimport { a } from './acts/away.ts';",
  'labs/chat/acts/away.ts': "import { x } from '../../../src/kit/run.ts';\nimport WebSocket from 'ws';",
  'labs/chat/judge/c09.ts':
    "import { x } from '../../../src/kit/judge.ts';\nimport type { p } from '../settings.ts';\nimport { z } from '../words.ts';",
  'labs/chat/show/away.ts':
    "import { x } from '../../../src/kit/judge.ts';\nimport { c09 } from '../judge/c09.ts';",
  'labs/chat/settings.ts': "import { x } from '../../src/kit/run.ts';\nimport net from 'node:net';",
  'labs/chat/ways/fast.ts': "import { z } from '../words.ts';\nimport net from 'node:net';",
  'labs/chat/words.ts': 'export const z = 1;',
  'labs/queue/index.ts': "import { x } from '../../src/kit/run.ts';",
  'src/kit/run.ts': "export { x } from '../core/text.ts';\nexport { redis } from '../services/redis.ts';",
  'src/kit/judge.ts': "export { x } from '../core/text.ts';",
  'src/core/text.ts': '// Date.now() in a comment\nexport const x = "console.log(1)";',
  'src/core/lab.ts': "import type { Block } from '../report/blocks.ts';",
  'src/report/blocks.ts': "import { x } from '../core/text.ts';",
  'src/report/report.ts': "import type { Lab } from '../core/lab.ts';",
  'src/render/terminal.ts':
    "import { b } from '../report/blocks.ts';\nimport type { Lab } from '../core/lab.ts';",
  'src/render/terminal/style.ts': "import { Chalk } from 'chalk';",
  'src/replay/moment.ts': "import type { Lab } from '../core/lab.ts';",
  'src/course/claims.ts':
    "import type { Lab } from '../core/lab.ts';\nimport { load } from '../../labs/index.ts';",
  'src/terminal/io.ts': "import inquirer from 'inquirer';\nimport { b } from '../report/blocks.ts';",
  'src/measure/clock.ts': "import { x } from '../core/text.ts';",
  'src/services/redis.ts': "import { x } from '../core/text.ts';\nconst { Redis } = await import('ioredis');",
  'src/commands/list.ts':
    "import { Command } from 'commander';\nimport { load } from '../../labs/index.ts';\nnew Date(0);",
  'src/cli.ts': "import { list } from './commands/list.ts';\nprocess.exitCode = 0;",
};
const exceptions = [['src/cli.ts', 'process.exitCode', 'it is the way out']] as const;

function brokenIn(changes: Readonly<Record<string, string>>): string[] {
  return brokenWalls(new Map(Object.entries({ ...house, ...changes })), exceptions);
}

describe('a planted violation is found', () => {
  const planted: readonly (readonly [path: string, source: string, how: string])[] = [
    // 1. A lab imports the kit, its own folder, node and protocol clients.
    ['labs/queue/index.ts', "import { x } from '../../src/core/text.ts';", 'imports src/core/text.ts'],
    ['labs/queue/index.ts', "import type { T } from '../../src/core/text.ts';", 'imports src/core/text.ts'],
    ['labs/queue/index.ts', "import { z } from '../chat/words.ts';", 'imports labs/chat/words.ts'],
    ['labs/queue/index.ts', "import chalk from 'chalk';", 'imports chalk'],
    ['labs/queue/index.ts', "import left from 'left-pad';", 'imports left-pad'],
    ['labs/queue/deep/way.ts', "import { z } from '../../chat/words.ts';", 'imports labs/chat/words.ts'],
    ['labs/index.ts', "import { x } from '../src/core/text.ts';", 'imports src/core/text.ts'],
    // The rooms of a lab: acts do, judges judge, shows show.
    ['labs/chat/acts/slow.ts', "import { c } from '../judge/c09.ts';", 'imports labs/chat/judge/c09.ts'],
    ['labs/chat/acts/slow.ts', "import { s } from '../show/away.ts';", 'imports labs/chat/show/away.ts'],
    ['labs/chat/judge/c10.ts', "import type { a } from '../acts/away.ts';", 'imports labs/chat/acts/away.ts'],
    ['labs/chat/judge/c10.ts', "import { s } from '../show/away.ts';", 'imports labs/chat/show/away.ts'],
    [
      'labs/chat/judge/c10.ts',
      "import type { x } from '../../../src/core/text.ts';",
      'imports src/core/text.ts',
    ],
    ['labs/chat/show/slow.ts', "import type { a } from '../acts/away.ts';", 'imports labs/chat/acts/away.ts'],
    // 2. report, render, services, measure.
    [
      'src/report/blocks.ts',
      "import { r } from '../render/terminal/style.ts';",
      'imports src/render/terminal/style.ts',
    ],
    ['src/report/format.ts', "import { l } from '../core/lab.ts';", 'imports src/core/lab.ts'],
    ['src/report/format.ts', "import fs from 'node:fs';", 'imports node:fs'],
    ['src/render/json.ts', "import { l } from '../core/lab.ts';", 'imports src/core/lab.ts'],
    ['src/render/json.ts', "import { r } from '../services/redis.ts';", 'imports src/services/redis.ts'],
    ['src/render/json.ts', "import fs from 'node:fs';", 'imports node:fs'],
    ['src/services/nginx.ts', "import { c } from '../measure/clock.ts';", 'imports src/measure/clock.ts'],
    ['src/services/nginx.ts', "import { c } from '../commands/list.ts';", 'imports src/commands/list.ts'],
    ['src/measure/load.ts', "import { r } from '../services/redis.ts';", 'imports src/services/redis.ts'],
    ['src/core/run.ts', "import { r } from '../services/redis.ts';", 'imports src/services/redis.ts'],
    ['src/core/run.ts', "import { b } from '../report/blocks.ts';", 'imports src/report/blocks.ts'],
    ['src/core/run.ts', "import fs from 'node:fs';", 'imports node:fs'],
    ['src/replay/hops.ts', "import { o } from '../core/lab.ts';", 'imports src/core/lab.ts'],
    ['src/replay/hops.ts', "import fs from 'node:fs';", 'imports node:fs'],
    [
      'src/course/store.ts',
      "import { b } from '../render/terminal/style.ts';",
      'imports src/render/terminal/style.ts',
    ],
    ['src/course/store.ts', "import { b } from '../services/redis.ts';", 'imports src/services/redis.ts'],
    ['src/terminal/keys.ts', "import { l } from '../commands/list.ts';", 'imports src/commands/list.ts'],
    ['src/terminal/keys.ts', "import { r } from '../services/redis.ts';", 'imports src/services/redis.ts'],
    ['src/commands/menu.ts', "import inquirer from 'inquirer';", 'imports inquirer'],
    // 3. The terminal belongs to commands, colours and tables to one file each.
    ['src/services/nginx.ts', "import inquirer from 'inquirer';", 'imports inquirer'],
    ['src/services/nginx.ts', "const { Command } = await import('commander');", 'imports commander'],
    ['src/render/json.ts', "import { Chalk } from 'chalk';", 'imports chalk'],
    ['src/render/json.ts', "import Table from 'cli-table3';", 'imports cli-table3'],
    ['src/commands/menu.ts', "import { Chalk } from 'chalk';", 'imports chalk'],
    ['src/commands/menu.ts', "import { w } from '../../labs/chat/words.ts';", 'imports labs/chat/words.ts'],
    // 4. Time, chance, the console and the end.
    ['src/core/run.ts', 'const t = Date.now();', 'uses Date.now'],
    ['src/core/run.ts', 'const t = new Date();', 'uses new Date()'],
    ['src/core/run.ts', 'const t = new Date( );', 'uses new Date()'],
    ['labs/chat/words.ts', 'const r = Math.random();', 'uses Math.random'],
    ['labs/chat/words.ts', 'console.log(1);', 'uses console'],
    ['src/render/json.ts', 'const text = `at $' + '{Date.now()}`;', 'uses Date.now'],
    ['src/commands/menu.ts', 'process.exit(1);', 'uses process.exit'],
    ['src/commands/menu.ts', 'process.exitCode = 1;', 'uses process.exitCode'],
    ['src/cli.ts', "import { list } from './commands/list.ts';", 'does not use process.exitCode any more'],
    // Every new room has to say what it may import, and every import leads somewhere.
    ['src/elsewhere/page.ts', 'export const p = 1;', "no wall says what 'elsewhere' may import"],
    ['src/core/run.ts', "import { gone } from './gone.ts';", 'imports src/core/gone.ts, which is not there'],
  ];

  it('and none in the house as it is', () => {
    expect(brokenIn({})).toEqual([]);
  });

  it.each(planted)('%s: %s', (path, source, how) => {
    expect(brokenIn({ [path]: source })).toEqual([`${path}: ${how}`]);
  });

  it('a judge, a show or the kit of judges that reaches node:* or a package, however far', () => {
    const node = "import net from 'node:net';";
    expect(brokenIn({ 'labs/chat/words.ts': node })).toEqual([
      'labs/chat/judge/c09.ts: reaches node:net by labs/chat/words.ts',
      'labs/chat/show/away.ts: reaches node:net by labs/chat/words.ts',
    ]);
    expect(brokenIn({ 'labs/chat/judge/c09.ts': node })).toContain(
      'labs/chat/judge/c09.ts: imports node:net',
    );
    const impureKit = {
      'src/kit/judge.ts': "export { c } from '../measure/clock.ts';",
      'src/measure/clock.ts': node,
    };
    expect(brokenIn(impureKit)).toContain('src/kit/judge.ts: reaches node:net by src/measure/clock.ts');
  });

  it('a ring of imports, also one of types and of calls', () => {
    for (const back of [
      "import { a } from './a.ts';",
      "import type { A } from './a.ts';",
      "import('./a.ts');",
    ]) {
      const broken = brokenIn({ 'src/core/a.ts': "export { b } from './b.ts';", 'src/core/b.ts': back });
      expect(broken).toEqual([
        'src/core/a.ts: a ring of imports: src/core/a.ts -> src/core/b.ts -> src/core/a.ts',
      ]);
    }
    expect(brokenIn({ 'src/core/a.ts': "import { a } from './a.ts';" })).toHaveLength(1);
  });
});

describe('the reader of imports', () => {
  it('sees every way to import', () => {
    const source = [
      "import one from './1.ts';",
      "import {\n  two,\n  type Two,\n} from './2.ts';",
      "import * as three from './3.ts';",
      "import './4.ts';",
      "export { five } from './5.ts';",
      "export * from './6.ts';",
      "import type { Seven } from './7.ts';",
      "export type { Eight } from './8.ts';",
      "const nine = await import('./9.ts');",
    ];
    expect(
      importsOf(source.join('\n'))
        .map(({ specifier }) => specifier)
        .sort(),
    ).toEqual(source.map((_, index) => `./${index + 1}.ts`));
    expect(importsOf(source.join('\n')).filter(({ typeOnly }) => typeOnly)).toHaveLength(2);
  });

  it('is not deceived by comments and strings', () => {
    expect(
      importsOf(
        "// import a from './a.ts';\n/*\nimport b from './b.ts';\n*/\nconst c = \"import('./c.ts')\";",
      ),
    ).toEqual([]);
    expect(importsOf("const url = 'redis://x'; // import('./a.ts')\nexport const from = 'b';")).toEqual([]);
  });
});
