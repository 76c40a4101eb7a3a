import type { Text } from '../core/text.ts';
import { catalogue, claimsOf } from '../course/catalogue.ts';
import { claims } from '../course/claims.ts';
import { type Io, pageOf } from '../terminal/io.ts';

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
  const { renderList } = await import('../render/terminal/list.ts');
  await io.out(renderList(rows, pageOf(process.stdout, io.lang, { color: false })));
}
