import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject } from 'ajv';
import { schemaFile } from '../src/course/record-schema.ts';

const ajv = new Ajv({ strict: false });
let validate: ReturnType<typeof ajv.compile> | undefined;

/** What is wrong with a document of `--json`, by the schema in the package; empty where nothing is. */
export function schemaErrors(document: unknown): ErrorObject[] {
  validate ??= ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')));
  return validate(document) ? [] : (validate.errors ?? []);
}
