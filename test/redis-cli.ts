import { spawn } from 'node:child_process';

/** Types lines into redis-cli and answers the bytes that it prints, `--raw`. */
export async function typeIntoRedisCli(port: number, lines: readonly string[]): Promise<Buffer> {
  const cli = spawn('redis-cli', ['-p', `${port}`, '--raw'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const printed: Buffer[] = [];
  cli.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  cli.stdin.end(lines.map((line) => `${line}\n`).join(''));
  const code = await new Promise((resolve, reject) => {
    cli.once('error', reject);
    cli.once('close', resolve);
  });
  if (code !== 0) throw new Error(`redis-cli ended with ${code}`);
  return Buffer.concat(printed);
}
