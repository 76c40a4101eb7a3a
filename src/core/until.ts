import { setTimeout as wait } from 'node:timers/promises';
import { exitCodes, LabError } from './errors.ts';
import type { Text } from './text.ts';

export interface UntilOptions {
  readonly signal: AbortSignal;
  /** What is waited for: the message when it does not come. */
  readonly what: Text;
  readonly withinMs: number;
}

const breathMs = 1;

/**
 * Waits for something that can be observed, in place of a sleep that guesses how long it takes.
 * @throws LabError (run failed) when it has not come about in time
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  { signal, what, withinMs }: UntilOptions,
): Promise<void> {
  const deadline = AbortSignal.timeout(withinMs);
  while (!(await condition())) {
    signal.throwIfAborted();
    if (deadline.aborted) throw notInTime(what, withinMs);
    await wait(breathMs);
  }
}

function notInTime(what: Text, withinMs: number): LabError {
  return new LabError(exitCodes.runFailed, {
    what: {
      ko: `기다리던 일이 ${withinMs / 1000}초 안에 일어나지 않았어요: ${what.ko}`,
      en: `This did not happen within ${withinMs / 1000} s: ${what.en}`,
    },
    why: {
      ko: '서버나 컴퓨터가 몹시 바쁘거나, 도중에 연결이 끊겼을 수 있어요.',
      en: 'The server or the machine may be very busy, or a connection was lost on the way.',
    },
    next: {
      ko: '다른 프로그램을 닫고 --quick으로 다시 실행해 보세요.',
      en: 'Close other programs and run it again with --quick.',
    },
  });
}
