// A chat server as a process of its own. Its options come on standard input: they hold secrets, and arguments are for
// everybody to see. SIGTERM: it asks everybody to move, and goes.
import { readFileSync } from 'node:fs';
import type { ChatNodeOptions } from './chat-node.ts';
import { servePage } from './page/serve-page.ts';
import { startChat } from './server.ts';

const { drainMs, page, ...options }: ChatNodeOptions = JSON.parse(readFileSync(0, 'utf8'));
const chat = await startChat({ ...options, ...(page ? { request: servePage(options.secret) } : {}) });
let draining = false;
process.on('SIGTERM', () => {
  if (draining) return;
  draining = true;
  void chat.drain(drainMs);
});
