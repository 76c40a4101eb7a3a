import type { Evidence, Verdict } from '../report/findings.ts';
import type { Skipped } from './act.ts';
import type { Params, ParamValues } from './params.ts';
import type { Text } from './text.ts';

/** What a judge says of one claim. */
export interface Judged {
  readonly verdict: Verdict;
  readonly evidence: Evidence;
}

/** Judges one claim: pure, data in, a verdict with its figures out. */
export interface Judge<Data, P extends Params = Params> {
  /**
   * Acts without which there is nothing to judge: then the claim is not tested this time. Of acts in a list of their
   * own any one is enough.
   */
  readonly needs: readonly ((keyof Data & string) | readonly (keyof Data & string)[])[];
  /** How a textbook would have it come out; anything else is pointed out. */
  readonly textbook: Verdict;
  /** What is judged, where it is no claim of the study notes: the lab itself is put to the test. */
  readonly sentence?: Text;
  judge(data: Data, params: ParamValues<P>): Judged;
}

/** A lab's own test: by claim and verdict, a change to measured data after which the judge says that verdict. */
export type Turned<Data> = Readonly<Record<string, Partial<Readonly<Record<Verdict, (data: Data) => Data>>>>>;

/** The data of a run in which these acts were not skipped. */
export type With<Data, Needed extends keyof Data> = {
  readonly [Id in keyof Data]: Id extends Needed ? Exclude<Data[Id], Skipped> : Data[Id];
};

/** Types a judge by the acts that it needs: of those it sees data, never a reason why there is none. */
export function judgeOf<Data, P extends Params>() {
  return <Needed extends keyof Data & string>(
    needs: readonly (Needed | readonly (keyof Data & string)[])[],
    textbook: Verdict,
    judge: (data: With<Data, Needed>, params: ParamValues<P>) => Judged,
  ): Judge<Data, P> => ({ needs, textbook, judge: judge as Judge<Data, P>['judge'] });
}
