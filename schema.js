// The JSON Schema of what `--json` prints and of the records that it keeps, made of the types that the program itself
// is compiled with: of src/render/json.ts, of the data in each lab's data.ts, and of the lines of a trace.
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import {
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  SchemaGenerator,
} from 'ts-json-schema-generator';

export function recordSchema() {
  const labs = readdirSync('labs', { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !['tracks', 'skeleton'].includes(entry.name),
  );
  const dataFiles = labs.map(({ name }) => `labs/${name}/data.ts`);
  // Types were checked before. Inlined, for two labs may use one name for two things.
  const config = {
    ...DEFAULT_CONFIG,
    tsconfig: 'tsconfig.json',
    skipTypeCheck: true,
    additionalProperties: true,
  };
  const program = createProgram({
    ...config,
    path: `{src/render/json.ts,src/core/trace.ts,${dataFiles.join(',')}}`,
  });
  const schemaOf = (type, expose, more) => {
    const own = { ...config, ...more, type, expose, topRef: false };
    return new SchemaGenerator(program, createParser(program, own), createFormatter(own), own).createSchema(
      type,
    );
  };
  const { definitions, ...document } = schemaOf('JsonDocument', 'export');
  // A trace of this version has these fields and no others: nobody goes down into what nobody knows.
  const lineOf = (type) => {
    const { $schema: _, definitions: __, ...line } = schemaOf(type, 'none', { additionalProperties: false });
    return line;
  };
  const data = labs.map(({ name }, index) => [name, schemaOf(dataTypeIn(dataFiles[index]), 'none')]);
  return {
    ...document,
    title: 'What `redis-lab <lab> --json` prints; definitions/RunRecord is what it keeps',
    definitions: {
      ...definitions,
      TraceHeader: lineOf('TraceHeader'),
      TraceEvent: lineOf('TraceEvent'),
      RunRecord: { ...definitions.RunRecord, allOf: data.map(([lab]) => ofLab(lab)) },
      // No act is required: a record may be older than it.
      ...Object.fromEntries(
        data.map(([lab, { $schema: _, definitions: __, required: ___, ...schema }]) => [lab, schema]),
      ),
    },
  };
}

/**
 * What `show` checks a record by, as modules: compiling a schema takes a third of a second, loading one of these 5 ms.
 * By the name of a module: `record` for all but the data, for each lab a function per act, `trace` for its lines.
 */
export function recordValidators(schema) {
  const { allOf: data, ...record } = schema.definitions.RunRecord;
  const definitions = { ...schema.definitions, RunRecord: record };
  return Object.fromEntries([
    ['record', moduleOf(definitions, { fits: 'RunRecord' })],
    ['trace', moduleOf(definitions, { header: 'TraceHeader', event: 'TraceEvent' })],
    ...data.map(({ if: { properties } }) => {
      const lab = properties.lab.const;
      const acts = Object.keys(definitions[lab].properties);
      return [
        lab,
        moduleOf(definitions, Object.fromEntries(acts.map((act) => [act, `${lab}/properties/${act}`]))),
      ];
    }),
  ]);
}

/** A CommonJS module of functions, by their names in it: each checks by one part of the definitions. */
function moduleOf(definitions, parts) {
  const ajv = new Ajv({ strict: false, code: { source: true }, schemas: { record: { definitions } } });
  const paths = Object.entries(parts).map(([name, part]) => [name, `record#/definitions/${part}`]);
  return standalone.default(ajv, Object.fromEntries(paths));
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
