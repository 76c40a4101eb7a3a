import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The tests of the command line run the built program: it is built once, from the source as it is now. */
export async function setup(): Promise<void> {
  const build = promisify(execFile)(process.execPath, [
    'node_modules/typescript/bin/tsc',
    '-p',
    'tsconfig.build.json',
  ]);
  await build.catch(({ stdout }: { stdout: string }) => {
    throw new Error(`The build failed, so there is nothing to test.\n${stdout}`);
  });
}
