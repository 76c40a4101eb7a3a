// Comes before each test file that runs beside others (vitest.config.ts): there is no server to be started on its PATH,
// and no port to listen on. Who needs one fails, and belongs among the files that run alone.
import { Server } from 'node:net';
import { resolve } from 'node:path';

process.env.PATH = resolve('node_modules/.bin');
Server.prototype.listen = refuse;

function refuse(): never {
  throw new Error('This file runs beside others and may start no server: see vitest.config.ts.');
}
