import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestHost } from './service-host.ts';

/** Puts a program of that name first on PATH, written in JavaScript. @returns what takes it away again */
export async function onPath(host: TestHost, name: string, script: string): Promise<() => void> {
  const folder = await host.tempFolder('path');
  await writeFile(join(folder, name), `#!${process.execPath}\n${script}`, { mode: 0o755 });
  const path = process.env.PATH;
  process.env.PATH = `${folder}:${path}`;
  return () => {
    process.env.PATH = path;
  };
}
