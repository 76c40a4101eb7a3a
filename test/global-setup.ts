import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The tests of the command line run the built program: it is built once, from the source as it is now. */
export async function setup(): Promise<void> {
  await promisify(execFile)(process.execPath, ['build.js']).catch(({ stdout }: { stdout: string }) => {
    throw new Error(`The build failed, so there is nothing to test.\n${stdout}`);
  });
}
