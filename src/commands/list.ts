import type { Io } from './io.ts';
import { catalogue } from './labs.ts';

/** `redis-lab list`: what there is to try, and the claims each lab tests. */
export async function list(io: Io, flags: { readonly json?: boolean }): Promise<void> {
  const rows = await Promise.all(
    catalogue.map(async ({ id, title, load }) => {
      const { claims, question } = (await load()).default;
      return { id, title, claims, question };
    }),
  );
  if (flags.json) return await io.out(`${JSON.stringify(rows, null, 2)}\n`);
  const lines = rows.map(
    ({ id, title, claims, question }) =>
      `${id.padEnd(12)} ${title[io.lang]}  [${claims.join(' ')}]\n${' '.repeat(13)}${question[io.lang]}`,
  );
  await io.out(`${lines.join('\n\n')}\n`);
}
