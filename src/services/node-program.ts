import { join } from 'node:path';
import { packageRoot } from '../package-info.ts';

/**
 * The arguments with which Node runs one of our own programs as a process of its own: a module called `…-process.ts`,
 * which the build makes a file of dist/. What it must not show in `ps` it reads from standard input.
 */
export function nodeProcess(name: string): string[] {
  return [join(packageRoot, 'dist', `${name}.js`)];
}
