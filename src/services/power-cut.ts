// What a power cut leaves, simulated: a library that is loaded into the server before everything else notes how much of
// each file was on the disk for certain, and after the server's death its files are cut to that. It holds for files
// that are only appended to or replaced as a whole (Redis' AOF and RDB), not for a database that writes in place.
import { copyFile, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes, RefusedError } from '../core/errors.ts';
import type { Program, Service } from '../core/service.ts';
import { runToEnd } from './process-group.ts';
import { requireProgram } from './programs.ts';

export const ccProgram: Program = {
  name: 'cc',
  binaries: ['cc', 'gcc', 'clang'],
  versionArgs: ['--version'],
  packages: { apt: 'gcc libc6-dev', dnf: 'gcc', pacman: 'gcc', apk: 'gcc musl-dev', brew: 'gcc' },
};

/** A C compiler has made the library; servers take a copy of it into their folder. */
export interface PowerCut {
  /** What a server has to be started with, and what it needs in its folder before that. */
  readonly environment: Readonly<Record<string, string>>;
  prepare(folder: string): Promise<void>;
  /** So many fsync and fdatasync calls succeeded in that folder's server up to now. */
  syncs(folder: string): Promise<number>;
  /** From now on each sync of that folder's server takes so much longer; 0 for no longer than it does. */
  slowDown(folder: string, ms: number): Promise<void>;
  /** The server is dead: cuts each of its files to what was on the disk for certain. */
  cut(folder: string): Promise<{ readonly lostBytes: number }>;
}

const [library, ledger, delay] = ['ledger.so', 'ledger.txt', 'ledger.slow'];
const notPersisted = /^(ledger\.(so|txt|slow)|redis\.conf|.*\.log)$/;

/** What fsync(2) promises is there after a power cut; what was written later may be. */
const source = String.raw`
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int ledger = -1;

__attribute__((constructor)) static void open_ledger(void) {
  const char *file = getenv("REDIS_LAB_LEDGER");
  if (file) ledger = open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

/* Milliseconds, in a file that is there while the disk is slow. */
static void dawdle(void) {
  const char *file = getenv("REDIS_LAB_SLOW");
  char text[16] = "";
  int slow = file ? open(file, O_RDONLY | O_CLOEXEC) : -1;
  if (slow < 0) return;
  if (read(slow, text, sizeof text - 1) > 0) poll(NULL, 0, atoi(text));
  close(slow);
}

/* The size before the call: what is appended meanwhile may have come too late. */
static int noted(const char *name, int fd) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  struct stat before;
  int regular = fstat(fd, &before) == 0 && S_ISREG(before.st_mode);
  if (regular) dawdle();
  int result = real(fd);
  if (result == 0 && regular && ledger >= 0) {
    char line[64];
    int length = snprintf(line, sizeof line, "%llu %llu\n", (unsigned long long)before.st_ino,
                          (unsigned long long)before.st_size);
    if (write(ledger, line, length) != length) abort();
  }
  return result;
}

int fsync(int fd) { return noted("fsync", fd); }
int fdatasync(int fd) { return noted("fdatasync", fd); }
`;

export function powerCut(): Service<PowerCut> {
  return {
    name: 'power-cut',
    programs: [ccProgram],
    async start(host) {
      if (process.platform !== 'linux') throw notHere();
      const cc = await requireProgram(ccProgram);
      const folder = await host.tempFolder('power-cut');
      await writeFile(join(folder, 'ledger.c'), source);
      const args = ['-shared', '-fPIC', '-O1', '-o', library, 'ledger.c', '-ldl'];
      const { exitCode, lastWords } = await runToEnd(host, {
        name: ccProgram.name,
        file: cc.file,
        args,
        folder,
        // A compiler that is killed leaves its half-made files behind: not where everybody's are.
        environment: { TMPDIR: folder },
      });
      if (exitCode !== 0) throw notCompiled(lastWords);
      return {
        info: { name: ccProgram.name, version: cc.version, args: [cc.file, ...args] },
        handle: {
          environment: { LD_PRELOAD: `./${library}`, REDIS_LAB_LEDGER: ledger, REDIS_LAB_SLOW: delay },
          prepare: (server) => copyFile(join(folder, library), join(server, library)),
          syncs: async (server) => (await linesOf(server)).length,
          slowDown: (server, ms) =>
            ms > 0 ? writeFile(join(server, delay), String(ms)) : rm(join(server, delay), { force: true }),
          cut: (server) => cut(server),
        },
        stop: async () => {},
      };
    },
  };
}

async function linesOf(folder: string): Promise<string[]> {
  const text = await readFile(join(folder, ledger), 'utf8').catch(() => '');
  return text.split('\n').slice(0, -1);
}

async function cut(folder: string): Promise<{ lostBytes: number }> {
  // The last word on each file counts: one that was synced again after it shrank is as long as it was then.
  const synced = new Map((await linesOf(folder)).map((line) => line.split(' ') as [string, string]));
  let lostBytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || notPersisted.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const { ino, size } = await stat(file);
    const kept = Math.min(size, Number(synced.get(String(ino)) ?? 0));
    if (kept < size) await truncate(file, kept);
    lostBytes += size - kept;
  }
  return { lostBytes };
}

function notHere(): RefusedError {
  return new RefusedError(exitCodes.runFailed, {
    what: { ko: '여기서는 정전을 흉내 낼 수 없어요.', en: 'A power cut cannot be simulated here.' },
    why: {
      ko: '서버의 fsync를 엿보는 방법(LD_PRELOAD)이 리눅스에만 있어요.',
      en: 'It takes LD_PRELOAD, which Linux has, to see what a server has synced.',
    },
    next: { ko: '리눅스에서 실행해 보세요.', en: 'Run it on Linux.' },
  });
}

function notCompiled(said: string): RefusedError {
  return new RefusedError(exitCodes.runFailed, {
    what: {
      ko: 'C 컴파일러가 작은 라이브러리를 만들지 못했어요.',
      en: 'The C compiler could not make a small library.',
    },
    why: { ko: said, en: said },
    next: {
      ko: 'C 라이브러리의 헤더까지 설치해 주세요(데비안: libc6-dev).',
      en: 'Install the headers of the C library as well (on Debian: libc6-dev).',
    },
  });
}
