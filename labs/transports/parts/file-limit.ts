import { requireOpenFiles } from '../../../src/kit/run.ts';

/** The client's end, and both of the proxy in this process. */
const filesPerClient = 3;
const filesOfOurOwn = 100;

/** @throws LabError (usage) when so many clients would need more open files than this process may have */
export async function checkFileLimit(clients: number): Promise<void> {
  const what = {
    ko: `클라이언트 ${clients}명은 한 번에 연결할 수 없어요.`,
    en: `${clients} clients cannot be connected at once.`,
  };
  await requireOpenFiles(filesPerClient * clients + filesOfOurOwn, what, (limit) => {
    const most = Math.floor((limit - filesOfOurOwn) / filesPerClient);
    return most < 1 ? [] : [`--clients ${most}`];
  });
}
