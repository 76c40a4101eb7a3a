import { createServer as createWebServer } from 'node:http';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { it } from './cli/run-cli.ts';

it('a lab that runs beside others finds no server', async ({ cli }) => {
  expect(await cli.run(['pubsub', '--quick'])).toMatchObject({ code: 3 });
});

test('a test that runs beside others listens on no port', () => {
  expect(() => createServer().listen(0)).toThrow('may start no server');
  expect(() => createWebServer().listen(0)).toThrow('may start no server');
});
