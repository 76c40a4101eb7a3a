import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { packageRoot } from '../package-info.ts';

/** The schema that the build makes of the types; the package carries it. */
export const schemaFile = join(packageRoot, 'dist', 'record.schema.json');

let ajv: Ajv | undefined;

/** @param definition `RunRecord`, or the path of an act's data: `pubsub/properties/away` */
function validatorOf(definition: string): ValidateFunction | undefined {
  ajv ??= new Ajv({
    strict: false,
    // `show` waits for it: compiling is what costs, and the schema is our own.
    ...{ inlineRefs: false, validateSchema: false, code: { optimize: false } },
    schemas: { record: JSON.parse(readFileSync(schemaFile, 'utf8')) },
  });
  return ajv.getSchema(`record#/definitions/${definition}`);
}

/** The first thing about a record that is not as its type says, its data apart; null where all is well. */
export function misfitOf(record: unknown): string | null {
  const fits = validatorOf('RunRecord') as ValidateFunction;
  if (fits({ ...(record as object), data: null })) return null;
  const [error] = fits.errors ?? [];
  return `${error?.instancePath || '/'}: ${error?.message}`;
}

/** Whether an act's data is what that act of the lab gives today. */
export function actFits(lab: string, act: string, data: unknown): boolean {
  return validatorOf(`${lab}/properties/${act}`)?.(data) ?? true;
}
