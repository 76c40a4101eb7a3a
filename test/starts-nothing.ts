// Comes before each test file that runs beside others (vitest.config.ts). Whoever starts a program or opens a port there
// takes a core from a test that is not ready for it, or leaves a server behind; so it fails.
import childProcess, { type ChildProcess } from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

function refuse(): never {
  throw new Error('This file runs beside others and may start nothing: see vitest.config.ts.');
}

// All that starts a program without waiting for it comes down to this method, which has no type.
Object.assign<ChildProcess, unknown>(childProcess.ChildProcess.prototype, { spawn: refuse });
Object.assign(childProcess, { spawnSync: refuse, execFileSync: refuse, execSync: refuse });
net.Server.prototype.listen = refuse;
syncBuiltinESMExports();
