import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Trace } from '../core/trace.ts';
import { packageRoot } from '../package-info.ts';

/** The schema that the build makes of the types; the package carries it. */
export const schemaFile = join(packageRoot, 'dist', 'record.schema.json');

/** What the build makes of the schema (`schema.js`). */
const load = createRequire(schemaFile);

interface Validator {
  (data: unknown): boolean;
  readonly errors?: readonly { readonly instancePath: string; readonly message?: string }[] | null;
}

/** The first thing about a record that is not as its type says, its data apart; null where all is well. */
export function misfitOf(record: unknown): string | null {
  const { fits } = load('./validators/record.cjs') as { readonly fits: Validator };
  if (fits({ ...(record as object), data: null })) return null;
  const [error] = fits.errors ?? [];
  return `${error?.instancePath || '/'}: ${error?.message}`;
}

/** Whether an act's data is what that act of the lab gives today; of a lab from outside the package nobody knows. */
export function actFits(lab: string, act: string, data: unknown): boolean {
  if (!existsSync(join(packageRoot, 'dist', 'validators', `${lab}.cjs`))) return true;
  const acts = load(`./validators/${lab}.cjs`) as Readonly<Record<string, Validator>>;
  return acts[act]?.(data) ?? true;
}

/** The number of the first line of a trace that is not as its type says; null where all are well. */
export function misfitLine({ header, events }: Trace): number | null {
  const fits = load('./validators/trace.cjs') as { readonly header: Validator; readonly event: Validator };
  if (!fits.header(header)) return 1;
  const misfit = events.findIndex((event) => !fits.event(event));
  return misfit < 0 ? null : misfit + 2;
}
