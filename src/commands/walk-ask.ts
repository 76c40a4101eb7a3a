import type { Text } from '../core/text.ts';
import { readVotes, type Votes, votesIn } from '../course/vote.ts';
import { monotonicClock } from '../measure/clock.ts';
import type { Io } from '../terminal/io.ts';
import { askOnPage } from '../terminal/keys.ts';
import { askLine, isQuit } from '../terminal/line.ts';

const talkSeconds = 120;

/** Two minutes to talk, counted down; Enter ends it sooner. */
export async function talk(io: Io, draw: () => void, keys: readonly string[]): Promise<string> {
  const startedMs = monotonicClock.nowMs();
  const tick = () => {
    const left = Math.max(0, talkSeconds - Math.floor((monotonicClock.nowMs() - startedMs) / 1_000));
    io.err(`\n\u001b[1A\r\u001b[K  ${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')} `);
  };
  const timer = setInterval(tick, 1_000);
  try {
    const ask = () => {
      draw();
      io.err('\n\n');
      tick();
    };
    return await askOnPage(io, ask, keys);
  } finally {
    clearInterval(timer);
  }
}

type Fault = Extract<ReturnType<typeof readVotes>, { fault: string }>['fault'];

const faults: Readonly<Record<Fault, (choices: number, people: number) => Text>> = {
  count: (choices) => ({
    ko: `보기마다 하나씩, 숫자 ${choices}개를 적어요.`,
    en: `It takes ${choices} numbers, one for each choice.`,
  }),
  number: () => ({ ko: '0이나 양의 정수만 적을 수 있어요.', en: 'Only whole numbers from 0 on.' }),
  none: () => ({ ko: '투표한 사람이 없어요.', en: 'Nobody has voted.' }),
  people: (_, people) => ({
    ko: `표가 ${people}명보다 많아요.`,
    en: `That is more votes than ${people} people have.`,
  }),
};

/**
 * How many chose each, typed as `3 5 1`; null when nothing was typed, `quit` for `q`. Where fewer voted than there are
 * people, that is said, and Enter takes it.
 */
export async function askVotes(io: Io, choices: number, people: number): Promise<Votes | 'quit' | null> {
  const example = exampleOf(choices, people).join(' ');
  const prompt = {
    ko: `\n  보기마다 몇 명인가요? (예: ${example}) `,
    en: `\n  How many for each choice? (as: ${example}) `,
  }[io.lang];
  let few: Votes | null = null;
  for (;;) {
    const typed = await askLine(io, prompt);
    if (typed === '') return few;
    if (isQuit(typed)) return 'quit';
    const read = readVotes(typed, choices, people);
    if ('fault' in read) {
      few = null;
      io.err(`  ! ${faults[read.fault](choices, people)[io.lang]}\n`);
      continue;
    }
    if (votesIn(read.votes) === people) return read.votes;
    few = read.votes;
    io.err(`  ! ${fewer(votesIn(few), people)[io.lang]}\n`);
  }
}

/** As many as there are people, and as many figures as there are choices. */
function exampleOf(choices: number, people: number): Votes {
  return Array.from({ length: choices }, (_, index) => Math.floor((people + index) / choices));
}

function fewer(voted: number, people: number): Text {
  return {
    ko: `${people}명 가운데 ${voted}명만 투표했어요. 이대로면 Enter, 아니면 다시 적어요.`,
    en: `Only ${voted} of ${people} people voted. Enter takes it as it is; or type it again.`,
  };
}
