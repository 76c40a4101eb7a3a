import { exitCodes, LabError } from '../../src/core/errors.ts';
import type { Text } from '../../src/core/text.ts';

/** What the real balancer would not start with is refused here too, with what to do instead. */
export function refuse(what: Text, why: Text, next: Text): never {
  throw new LabError(exitCodes.usage, { what, why, next });
}
