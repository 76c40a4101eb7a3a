import { extname } from 'node:path';
import type { AnyLab } from '../core/lab.ts';
import type { RunRecord } from '../core/record.ts';
import type { Io } from '../terminal/io.ts';
import { writeOut } from './out-file.ts';

/** `--hdr pool.hgrm`: the percentile distribution of each arm, in `pool.shared-ioredis.hgrm` and so on. */
export async function writeHdrFiles(io: Io, file: string, lab: AnyLab, record: RunRecord): Promise<void> {
  const extension = extname(file);
  const base = extension === '' ? file : file.slice(0, -extension.length);
  for (const { arm, text } of lab.percentiles?.(record.data as never) ?? []) {
    const armFile = `${base}.${arm}${extension || '.hgrm'}`;
    await writeOut(armFile, text);
    io.err(`${io.lang === 'ko' ? '백분위수 파일' : 'percentiles'}: ${armFile}\n`);
  }
}
