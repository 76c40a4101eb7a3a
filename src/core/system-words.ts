import { messageOf } from './errors.ts';
import type { Text } from './text.ts';

/** What the system says most, for who does not read English; its own word stands behind it, to be searched for. */
const korean: Readonly<Record<string, string>> = {
  EACCES: '권한이 없어요',
  EADDRINUSE: '다른 프로그램이 쓰고 있는 포트예요',
  EEXIST: '이미 있는 이름이에요',
  EINVAL: '시스템이 받지 않는 요청이에요',
  EIO: '장치에서 읽거나 쓰지 못했어요',
  EISDIR: '파일이 아니라 폴더예요',
  ELOOP: '심볼릭 링크가 자기 자신으로 돌아와요',
  EMFILE: '열린 파일이 너무 많아요',
  ENAMETOOLONG: '이름이 너무 길어요',
  ENOENT: '그런 파일이나 폴더가 없어요',
  ENOSPC: '디스크에 남은 공간이 없어요',
  ENOTDIR: '폴더가 아니라 파일이에요',
  ENXIO: '파이프를 읽는 프로그램이 없어요',
  EPERM: '시스템이 허락하지 않아요',
  EROFS: '읽기 전용인 파일 시스템이에요',
};

/** Why a file, a folder or a port failed. What has no words here is said as the system says it. */
export function systemWords(error: unknown): Text {
  const en = messageOf(error);
  if (error instanceof SyntaxError) return { ko: 'JSON이 아니거나, 중간에 잘렸거나 망가졌어요.', en };
  const code = String((error as NodeJS.ErrnoException | null)?.code ?? /^E[A-Z]+/.exec(en)?.[0]);
  const known = korean[code];
  return { ko: known ? `${known}(${code}).` : en, en };
}
