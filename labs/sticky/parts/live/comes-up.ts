// A balancer that is missing, or that is here and does not come up, takes its arms along; the other one's go on.
import { findProgram, type Program, RefusedError, type Text } from '../../../../src/kit/run.ts';
import type { BalancerName, NotUp } from '../../data.ts';

interface Tried<Balancer> {
  readonly name: BalancerName;
  readonly up: Balancer | null;
  /** Why it did not come up; null where it is up, or is not here at all. */
  readonly refusal: RefusedError | null;
}

export async function comesUp<Balancer>(
  name: BalancerName,
  program: Program,
  start: () => Promise<Balancer>,
): Promise<Tried<Balancer>> {
  if (!(await findProgram(program))) return { name, up: null, refusal: null };
  try {
    return { name, up: await start(), refusal: null };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return { name, up: null, refusal: error };
  }
}

/**
 * What goes into the data of an act of those that are here and did not come up.
 * @throws RefusedError of the first of them where no balancer is up: there is nothing to show
 */
export function notUp(tried: readonly Tried<unknown>[]): {
  failed?: readonly NotUp[];
} {
  const failed = tried.flatMap(({ name, refusal }) => (refusal ? [{ name, refusal }] : []));
  const [first] = failed;
  if (!first) return {};
  if (tried.every(({ up }) => up === null)) throw first.refusal;
  const whyOf = ({ explanation: { what, why } }: RefusedError): Text => ({
    ko: `${what.ko} ${why.ko}`,
    en: `${what.en} ${why.en}`,
  });
  return { failed: failed.map(({ name, refusal }) => ({ balancer: name, why: whyOf(refusal) })) };
}
