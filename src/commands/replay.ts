import { loadTrace } from '../course/load-trace.ts';
import { renderEventList } from '../render/terminal/replay.ts';
import { canAsk, canDraw, type Io, pageOf } from '../terminal/io.ts';
import { playReplay } from '../terminal/replay.ts';

/** `redis-lab replay [last|file]`: a run again, event by event; without a terminal, the list of its events. */
export async function replay(
  io: Io,
  which: string,
  flags: { readonly color: boolean; readonly ascii?: boolean },
): Promise<void> {
  const { trace } = await loadTrace(which);
  const page = () => pageOf(process.stdout, io.lang, flags);
  if (canAsk() && canDraw(process.stdout)) await playReplay(io, trace, page);
  else await io.out(renderEventList(trace, page()));
}
