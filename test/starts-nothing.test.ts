import { exec, execFile, execFileSync, execSync, fork, spawn, spawnSync } from 'node:child_process';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';

const ways: Record<string, () => unknown> = {
  spawn: () => spawn('true'),
  exec: () => exec('true'),
  execFile: () => execFile('true'),
  fork: () => fork('test/starts-nothing.ts'),
  spawnSync: () => spawnSync('true'),
  execSync: () => execSync('true'),
  execFileSync: () => execFileSync('true'),
  'a port': () => createServer().listen(0),
  'a web server': () => createHttpServer().listen(0),
};

it.each(Object.keys(ways))('a test file that runs beside others fails at %s', (way) => {
  expect(ways[way]).toThrow('may start nothing');
});
