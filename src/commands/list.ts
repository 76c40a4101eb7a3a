import type { Text } from '../core/text.ts';
import { catalogue, claimsOf } from '../course/catalogue.ts';
import { claims } from '../course/claims.ts';
import type { Io } from '../terminal/io.ts';

/** `redis-lab list`: what there is to try, and the claims each lab tests. */
export async function list(io: Io, flags: { readonly json?: boolean }): Promise<void> {
  const rows = await Promise.all(
    catalogue.map(async ({ id, title, load }) => {
      const { default: lab } = await load();
      const tested = claimsOf(lab).map((claim) => ({ claim, sentence: claims[claim] as Text }));
      return { id, title, claims: tested, question: lab.question };
    }),
  );
  if (flags.json) return await io.out(`${JSON.stringify(rows, null, 2)}\n`);
  const lines = rows.map(({ id, title, claims }) =>
    [
      `${id.padEnd(12)} ${title[io.lang]}`,
      ...claims.map(({ claim, sentence }) => `${' '.repeat(13)}${claim} "${sentence[io.lang]}"`),
    ].join('\n'),
  );
  await io.out(`${lines.join('\n\n')}\n`);
}
