// Both ends of every connection are in this process, and each is an open file. While a handshake polls, its requests
// have connections of their own.
import { requireOpenFiles } from '../../../../src/kit/run.ts';
import type { StickyParams } from '../../settings.ts';

const filesPerConnection = 4;
/** Servers, balancers, and connections of the last round that are still closing. */
const filesOfOurOwn = 300;

/** @throws LabError (usage) when the run would need more open files than this process may have */
export async function checkFileLimit({ connections }: Pick<StickyParams, 'connections'>): Promise<void> {
  const what = {
    ko: `연결을 ${connections}개까지는 열 수 없어요.`,
    en: `${connections} connections cannot be opened.`,
  };
  await requireOpenFiles(connections * filesPerConnection + filesOfOurOwn, what, (limit) => {
    const most = Math.floor((limit - filesOfOurOwn) / filesPerConnection);
    return most < 6 ? [] : [`--connections ${most}`];
  });
}
