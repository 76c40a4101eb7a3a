import type { Held } from '../core/run.ts';
import type { Text } from '../core/text.ts';
import { calledAs, typed } from '../render/commands.ts';
import { finished } from '../render/terminal/ascii.ts';
import { renderHeld } from '../render/terminal/held.ts';
import { paragraph } from '../render/terminal/text.ts';
import { type HeldShown, nothingHeld } from '../report/held.ts';
import type { TerminalPage } from '../report/report.ts';
import { canAsk, type Io } from '../terminal/io.ts';
import { askKey } from '../terminal/keys.ts';

/** `--hold`: says what stands and how to get at it, and waits for `q`; for Ctrl-C alone where nobody can press a key. */
export async function holdServers(io: Io, held: Held, pageNow: () => TerminalPage): Promise<void> {
  if (held.servers.length === 0) return io.err(`  ! ${nothingHeld[io.lang]}\n`);
  const draw = () => {
    const page = pageNow();
    const keys = canAsk() ? keysLine : ctrlCOnly;
    io.err(
      `\n${finished([paragraph(heading[io.lang], page.columns), renderHeld(shownOf(held), page), paragraph(keys[io.lang], page.columns)], page)}`,
    );
  };
  while (!io.signal.aborted) {
    const key = await keyOrEnd(io, draw, ['r', 'q']);
    if (key === 'r') await restartDead(held);
    else return;
  }
}

/** A key; null at Ctrl-C, which ends what is held, and nothing else. */
async function keyOrEnd(io: Io, draw: () => void, keys: readonly string[]): Promise<string | null> {
  try {
    if (canAsk()) return await askKey(io, draw, keys);
    draw();
    await new Promise<void>((resolve) => {
      if (io.signal.aborted) resolve();
      io.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    return null;
  } catch (error) {
    if (io.signal.aborted) return null;
    throw error;
  }
}

export function shownOf({ servers }: Held): HeldShown[] {
  const program = calledAs(process.env);
  return servers.map((server) => ({
    ...server,
    pid: server.pid(),
    client: server.client && typed(server.client, { program }),
  }));
}

/** What does not come up is dead still, and the page says so. */
export async function restartDead({ servers }: Held): Promise<void> {
  const dead = servers.filter((server) => server.pid() === null);
  await Promise.allSettled(dead.map(async ({ restart }) => await restart?.()));
}

const heading: Text = {
  ko: '이 실행이 띄운 서버들이에요. 다른 터미널에서 마음껏 망가뜨려 보세요.',
  en: 'The servers of this run still stand. Break them from another terminal.',
};
const keysLine: Text = {
  ko: 'r 죽은 서버 다시 켜기   q 모두 끄고 나가기',
  en: 'r start a dead one again   q take them down',
};
const ctrlCOnly: Text = { ko: 'Ctrl-C를 누르면 모두 꺼요.', en: 'Ctrl-C takes them down.' };
