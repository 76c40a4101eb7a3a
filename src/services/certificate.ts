import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Program } from '../core/service.ts';
import { requireProgram } from './programs.ts';

/** Node can read certificates but not make one; openssl is on nearly every machine. */
export const opensslProgram: Program = {
  name: 'openssl',
  binaries: ['openssl'],
  versionArgs: ['version'],
  packages: { apt: 'openssl', dnf: 'openssl', pacman: 'openssl', apk: 'openssl', brew: 'openssl' },
};

export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
  /** The certificate itself (PEM): who trusts it trusts this server and no other. */
  readonly pem: string;
}

/** A certificate for 127.0.0.1, signed by itself, made now and gone with the folder. */
export async function makeCertificate(folder: string): Promise<Certificate> {
  const { file } = await requireProgram(opensslProgram);
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  await promisify(execFile)(file, [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
    ...['-keyout', keyFile, '-out', certFile],
  ]);
  return { certFile, keyFile, pem: await readFile(certFile, 'utf8') };
}
