import { exitCodes, LabError, type Text } from '../../src/lab-kit.ts';

/** What the real balancer would not start with is refused here too, with what to do instead. */
export function refuse(what: Text, why: Text, next: Text): never {
  throw new LabError(exitCodes.usage, { what, why, next });
}
