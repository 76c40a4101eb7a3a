import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Cli } from './run-cli.ts';

const run = promisify(execFile);

/** With a state folder of one page. */
export async function onSmallDisk(
  cli: Cli,
  skip: (why: string) => never,
  use: () => Promise<void>,
): Promise<void> {
  await mkdir(cli.stateFolder);
  await run('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', cli.stateFolder]).catch((error: Error) =>
    skip(`a small file system cannot be mounted here: ${error.message.trim()}`),
  );
  try {
    await use();
  } finally {
    await run('umount', [cli.stateFolder]);
  }
}
