// One message's way: what two people and Redis see of it, line by line as it went over the wire.
import WebSocket from 'ws';
import { signToken, subprotocol, until } from '../../../src/kit/run.ts';
import type { Line, WayData } from '../data.ts';
import { startStack } from '../parts/stack.ts';
import type { ChatContext } from '../settings.ts';

const withinMs = 10_000;
const tokenLivesMs = 10 * 60 * 1000;
/** These two do not come back: nobody gives them up because this machine is busy for half a second. */
const patientBeatMs = 30_000;
const sayAgainMs = 500;
const room = 'lobby';
/** What Redis does for one message, of all that it does. */
const ofPublish = /"(HINCRBY|XADD|PUBLISH)"/i;

export async function way(context: ChatContext): Promise<WayData> {
  const { signal, scope } = context;
  const stack = await startStack(context, { mode: 'recovery', servers: 2, beatMs: patientBeatMs });
  const lines: Line[] = [];
  const waits = (en: string, condition: () => boolean) =>
    until(condition, { signal, what: { ko: '메시지 하나의 도착', en }, withinMs });
  const open = async (who: 'kim' | 'lee', port: number): Promise<WebSocket> => {
    const token = await signToken(stack.secret, who, tokenLivesMs);
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, [subprotocol, token]);
    scope.defer(() => socket.terminate());
    let joined = false;
    socket.on('message', (data) => {
      const line = String(data);
      if (line.includes('"t":"joined"')) joined = true;
      if (/"t":"(ack|msg)"/.test(line)) lines.push({ who, direction: 'receives', line });
    });
    socket.on('open', () => socket.send(JSON.stringify({ t: 'join', room })));
    await waits('both in the room', () => joined);
    return socket;
  };
  const [one, two] = stack.servers;
  if (!one || !two) throw new Error('two servers were asked for');
  const kim = await open('kim', one.port);
  await open('lee', two.port);
  // MONITOR shows what Redis executes, also what a script does.
  const monitor = await (await stack.redis.connect('monitor')).monitor();
  scope.defer(() => monitor.disconnect());
  monitor.on('monitor', (_time: string, args: string[]) => {
    const line = args.map((word) => (/^[\w:{}=-]+$/.test(word) ? word : JSON.stringify(word))).join(' ');
    if (ofPublish.test(`"${args[0]}"`)) lines.push({ who: 'redis', direction: 'receives', line });
  });
  const said = JSON.stringify({ t: 'say', room, id: 'm-1', text: '안녕' });
  const say = () => {
    lines.push({ who: 'kim', direction: 'sends', line: said });
    kim.send(said);
  };
  // Where Redis is away for a moment the server says so, and it is said again under the same id.
  kim.on('message', (data) => {
    if (String(data).includes('"t":"nack"')) setTimeout(say, sayAgainMs);
  });
  say();
  await waits('the message at both', () => arrived(lines) && lines.some(({ who }) => who === 'redis'));
  return { lines };
}

const arrived = (lines: readonly Line[]) =>
  ['kim', 'lee'].every((name) => lines.some(({ who, line }) => who === name && line.includes('"t":"msg"'))) &&
  lines.some(({ line }) => line.includes('"t":"ack"'));
