import type { Text } from './text.ts';

/** Exit codes of the command line; a refuted claim is a result and exits with `ran`. */
export const exitCodes = {
  ran: 0,
  runFailed: 1,
  usage: 2,
  programMissing: 3,
  inconclusive: 4,
  ourBug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What a person needs from an error: what happened, why, and what to do next. */
export interface Explanation {
  readonly what: Text;
  readonly why: Text;
  readonly next: Text;
}

/** An error we foresaw. Anything else that reaches the top is our bug (exit code 70). */
export class LabError extends Error {
  readonly exitCode: ExitCode;
  readonly explanation: Explanation;

  constructor(exitCode: ExitCode, explanation: Explanation, options?: ErrorOptions) {
    super(`${explanation.what.en} ${explanation.why.en}`, options);
    this.name = 'LabError';
    this.exitCode = exitCode;
    this.explanation = explanation;
  }
}

/**
 * The learner's own server refused what an act asked for, or a balancer does not come up here: that act is left out with
 * the reason, the others go on.
 */
export class RefusedError extends LabError {}

/** What a clean-up could not take back: it is said after the result, with the command that does. */
export class LeftBehindError extends LabError {}

/** The message of anything that can be thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
