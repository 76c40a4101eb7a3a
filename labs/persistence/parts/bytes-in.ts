import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Of all files in which Redis persists, together. */
export async function bytesIn(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true });
  const sizes = files
    .filter((file) => /\.(rdb|aof)$/.test(file))
    .map(async (file) => (await stat(join(folder, file))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
