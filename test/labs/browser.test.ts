import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { rolldown } from 'rolldown';
import { expect, it } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import { recordedLab } from './recorded.ts';

/** Everything that judges and shows in a lab's folder, as one script for a browser. */
async function bundled(lab: string): Promise<string> {
  const files = ['judge', 'show'].flatMap((room) =>
    readdirSync(`labs/${lab}/${room}`).map((name) => resolve(`labs/${lab}/${room}/${name}`)),
  );
  const entry = 'virtual:entry';
  const bundle = await rolldown({
    input: entry,
    platform: 'browser',
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) =>
          id === entry ? files.map((file) => `export * from ${JSON.stringify(file)};`).join('\n') : null,
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'iife', name: 'lab' });
  expect(output).toHaveLength(1);
  expect(output[0].imports).toEqual([]);
  return output[0].code;
}

it.each(catalogue.map((entry) => [entry.id, entry] as const))(
  'the judges of %s judge in a browser as they do here: they reach nothing of Node',
  async (id, entry) => {
    const { default: lab } = await entry.load();
    const file = new URL(`${id}/record.v1.json`, import.meta.url);
    const { data, params } = recordedLab(lab, file).record;
    const globals = createContext({ given: JSON.stringify({ data, params }) });
    const script = `${await bundled(id)}
      const { data, params } = JSON.parse(given);
      const ran = (act) => data[act] !== undefined && !data[act].skipped;
      const judges = Object.values(lab).filter((one) => typeof one?.judge === 'function');
      const able = judges.filter(({ needs }) => needs.every((need) => [need].flat().some(ran)));
      JSON.stringify(able.map(({ judge }) => judge(data, params)));`;
    const there: unknown[] = JSON.parse(runInContext(script, globals));
    const here = recordedLab(lab, file).judged().checks;
    expect(there).toHaveLength(here.length);
    for (const { verdict, evidence } of here) expect(there).toContainEqual({ verdict, evidence });
  },
);
