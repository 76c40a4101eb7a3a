import { exitCodes, LabError } from './errors.ts';
import type { Text } from './text.ts';

/** The watch over an act: whether anything happens in it. */
export interface SilenceWatch {
  /** A sign of life: an event, a happening of the trace. */
  heard(): void;
  stop(): void;
}

/** What an act of ordinary size does without a word takes a few seconds; this leaves room for a very busy machine. */
const longestSilenceMs = 120_000;
const tickMs = 1_000;

/**
 * An act that waits for what will never come would wait for ever. Counted, not timed: while our own process computes,
 * or a laptop sleeps, nobody listens.
 * @param onPurposeMs how much longer the act may be silent
 * @param fail is told once
 */
export function watchSilence(act: Text, onPurposeMs: number, fail: (error: Error) => void): SilenceWatch {
  const limitMs = longestSilenceMs + onPurposeMs;
  let silentMs = 0;
  const ticking = setInterval(() => {
    silentMs += tickMs;
    if (silentMs < limitMs) return;
    clearInterval(ticking);
    fail(tooSilent(act, limitMs));
  }, tickMs);
  return {
    heard() {
      silentMs = 0;
    },
    stop: () => clearInterval(ticking),
  };
}

function tooSilent(act: Text, limitMs: number): LabError {
  const seconds = Math.round(limitMs / 1e3);
  return new LabError(exitCodes.runFailed, {
    what: {
      ko: `"${act.ko}"에서 ${seconds}초 동안 아무 일도 일어나지 않았어요.`,
      en: `Nothing has happened in "${act.en}" for ${seconds} s.`,
    },
    why: {
      ko: '오지 않는 응답을 기다리고 있어요. 서버나 연결이 멈췄거나, redis-lab의 버그예요.',
      en: 'It waits for an answer that does not come: a server or a connection is stuck, or it is a bug in redis-lab.',
    },
    next: {
      ko: '다시 실행해 보고, 또 멈추면 --trace를 붙여 마지막 명령을 확인해 주세요.',
      en: 'Run it again; if it stops once more, look at the last commands with --trace.',
    },
  });
}
