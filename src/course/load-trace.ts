import { messageOf } from '../core/errors.ts';
import { systemWords } from '../core/system-words.ts';
import type { Text } from '../core/text.ts';
import type { Trace } from '../core/trace.ts';
import { readTrace } from '../replay/read.ts';
import { loadRecord } from './load-record.ts';
import { cannotRead, readText } from './read-text.ts';
import { misfitLine } from './record-schema.ts';
import { traceFileOf } from './run-store.ts';

/** Several times what a run has; a replay holds a state for each of them. */
const mostEvents = 100_000;
const mostNames = 2_000;

/**
 * Reads a trace: its own file, the file of its record, or `last`. It is checked line by line: who replays trusts its
 * types.
 * @throws LabError (usage) when there is none or it is not a trace
 */
export async function loadTrace(which: string): Promise<{ file: string; trace: Trace }> {
  const file = which.endsWith('.jsonl') ? which : traceFileOf((await loadRecord(which)).file);
  const text = await readText(file);
  const trace = parse(file, text);
  const line = misfitLine(trace);
  if (line !== null) throw cannotRead(file, notOurs(line));
  if (trace.events.length > mostEvents || namesIn(trace) > mostNames) throw cannotRead(file, tooMuch);
  return { file, trace };
}

function parse(file: string, text: string): Trace {
  try {
    return readTrace(text);
  } catch (error) {
    throw cannotRead(file, error instanceof SyntaxError ? systemWords(error) : noTrace(messageOf(error)));
  }
}

function namesIn({ header, events }: Trace): number {
  const named = events.flatMap((event) =>
    event.kind === 'sample' ? [event.series] : event.kind === 'state' ? [event.actor] : [],
  );
  return header.actors.length + new Set(named).size;
}

function noTrace(why: string): Text {
  return { ko: 'redis-lab이 쓰는 트레이스가 아니에요.', en: `It is no trace of redis-lab: ${why}.` };
}

function notOurs(line: number): Text {
  return {
    ko: `redis-lab이 쓰는 트레이스가 아니에요(${line}번째 줄).`,
    en: `It is not what redis-lab writes into a trace (line ${line}).`,
  };
}

const tooMuch: Text = {
  ko: `한 번의 실행에서는 나올 수 없는 양이에요(이벤트 ${mostEvents}개, 이름 ${mostNames}개까지).`,
  en: `It holds more than a run can have (up to ${mostEvents} events and ${mostNames} names).`,
};
