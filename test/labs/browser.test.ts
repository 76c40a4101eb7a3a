import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { rolldown } from 'rolldown';
import { expect, it } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import type { AnyLab } from '../../src/core/lab.ts';
import { recordedLab } from './recorded.ts';

/** Everything that judges and shows in a lab's folder, as one script for a browser; with more source beside it. */
async function bundled(lab: string, planted = ''): Promise<string> {
  const files = ['judge', 'show'].flatMap((room) =>
    readdirSync(`labs/${lab}/${room}`).map((name) => resolve(`labs/${lab}/${room}/${name}`)),
  );
  const all = files.map((file) => `export * from ${JSON.stringify(file)};`);
  const entry = 'virtual:entry';
  const bundle = await rolldown({
    input: entry,
    platform: 'browser',
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? [...all, planted].join('\n') : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'iife', name: 'lab' });
  expect(output).toHaveLength(1);
  expect(output[0].imports).toEqual([]);
  return output[0].code;
}

/** What a lab's judges say of its recorded run, with nothing round them but the language. */
async function judgedThere(id: string, lab: AnyLab, planted?: string): Promise<unknown[]> {
  const { data, params } = recordedLab(lab, recordOf(id)).record;
  const globals = createContext({ given: JSON.stringify({ data, params }) });
  const script = `${await bundled(id, planted)}
    const { data, params } = JSON.parse(given);
    const ran = (act) => data[act] !== undefined && !data[act].skipped;
    const judges = Object.values(lab).filter((one) => typeof one?.judge === 'function');
    const able = judges.filter(({ needs }) => needs.every((need) => [need].flat().some(ran)));
    JSON.stringify(able.map(({ judge }) => judge(data, params)));`;
  return JSON.parse(runInContext(script, globals));
}

function recordOf(id: string): URL {
  return new URL(`${id}/record.v1.json`, import.meta.url);
}

it.each(catalogue.map((entry) => [entry.id, entry] as const))(
  'the judges of %s judge in a browser as they do here: they reach nothing of Node',
  async (id, entry) => {
    const { default: lab } = await entry.load();
    const there = await judgedThere(id, lab);
    const here = recordedLab(lab, recordOf(id)).judged().checks;
    expect(there).toHaveLength(here.length);
    for (const { verdict, evidence } of here) expect(there).toContainEqual({ verdict, evidence });
  },
);

it.each([
  ['a module of Node', "import fs from 'node:fs'; export const bad = judged(() => fs.existsSync('/'));"],
  ['a package', "import { Redis } from 'ioredis'; export const bad = judged(() => new Redis());"],
  ['what Node has and a browser not', 'export const bad = judged(() => process.env.HOME);'],
])('a judge that reaches %s is found', async (_, planted) => {
  const [entry] = catalogue;
  if (!entry) throw new Error('there is no lab');
  const helper = 'function judged(judge) { return { needs: [], judge }; }';
  const { default: lab } = await entry.load();
  await expect(judgedThere(entry.id, lab, `${planted}\n${helper}`)).rejects.toThrow();
});
