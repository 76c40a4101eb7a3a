// The JSON Schema of what `--json` prints and of the records that it keeps, made of the types that the program itself
// is compiled with: of src/render/json.ts, and of the data in each lab's data.ts.
import { readdirSync, readFileSync } from 'node:fs';
import {
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  SchemaGenerator,
} from 'ts-json-schema-generator';

export function recordSchema() {
  const labs = readdirSync('labs', { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== 'tracks',
  );
  const dataFiles = labs.map(({ name }) => `labs/${name}/data.ts`);
  // Types were checked before. Inlined, for two labs may use one name for two things.
  const config = {
    ...DEFAULT_CONFIG,
    tsconfig: 'tsconfig.json',
    skipTypeCheck: true,
    additionalProperties: true,
  };
  const program = createProgram({ ...config, path: `{src/render/json.ts,${dataFiles.join(',')}}` });
  const schemaOf = (type, expose) => {
    const own = { ...config, type, expose, topRef: false };
    return new SchemaGenerator(program, createParser(program, own), createFormatter(own), own).createSchema(
      type,
    );
  };
  const { definitions, ...document } = schemaOf('JsonDocument', 'export');
  const data = labs.map(({ name }, index) => [name, schemaOf(dataTypeIn(dataFiles[index]), 'none')]);
  return {
    ...document,
    title: 'What `redis-lab <lab> --json` prints; definitions/RunRecord is what it keeps',
    definitions: {
      ...definitions,
      RunRecord: { ...definitions.RunRecord, allOf: data.map(([lab]) => ofLab(lab)) },
      // No act is required: a record may be older than it.
      ...Object.fromEntries(
        data.map(([lab, { $schema: _, definitions: __, required: ___, ...schema }]) => [lab, schema]),
      ),
    },
  };
}

function ofLab(lab) {
  return {
    if: { properties: { lab: { const: lab } } },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so
    then: { properties: { data: { anyOf: [{ type: 'null' }, { $ref: `#/definitions/${lab}` }] } } },
  };
}

/** The data of all acts of a lab, run or skipped. */
function dataTypeIn(file) {
  const name = /^export type (\w+) = ActsData</m.exec(readFileSync(file, 'utf8'))?.[1];
  if (name === undefined) throw new Error(`${file} exports no ActsData<…>`);
  return name;
}
