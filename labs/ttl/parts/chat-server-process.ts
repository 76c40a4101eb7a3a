// A process of its own, see chat-server.ts. The commands go out as plain lines, as one would type them into telnet
// (inline commands).
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { ChatServerOptions } from './chat-server.ts';

const options: ChatServerOptions = JSON.parse(readFileSync(0, 'utf8'));
const { redis: address, users, arriveWithinMs, onlineSet, presences } = options;
const redis = connect(address.port, address.host);
redis.resume();
const say = (line: string) => void redis.write(`${line}\r\n`);
if (address.password) say(`AUTH ${address.password}`);
users.forEach((user, index) => {
  setTimeout(
    () => {
      say(`SADD ${onlineSet} ${user}`);
      for (const { prefix, ttlMs, heartbeatMs } of presences) {
        const beat = () => say(`SET ${prefix}${user} online PX ${ttlMs}`);
        beat();
        setInterval(beat, heartbeatMs);
      }
    },
    (index / users.length) * arriveWithinMs,
  );
});
