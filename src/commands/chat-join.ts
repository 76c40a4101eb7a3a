import { randomInt, randomUUID } from 'node:crypto';
import { secretVariable } from '../chat/chat-node.ts';
import { ChatClient, type ChatClientEvents } from '../chat/client.ts';
import { isId } from '../chat/from-client.ts';
import { chance, openNodeSocket } from '../chat/node-socket.ts';
import { reasonWords } from '../chat/reasons.ts';
import { cleanName, signToken } from '../chat/token.ts';
import { closeCodes, isRoom } from '../chat/wire.ts';
import { exitCodes, LabError } from '../core/errors.ts';
import { same, type Text } from '../core/text.ts';
import { recallChat } from '../course/chat-address.ts';
import type { Io } from '../terminal/io.ts';
import { openTalk, type Talk } from '../terminal/talk.ts';

export interface JoinFlags {
  readonly name: string;
  readonly room: string;
  readonly id?: string;
  readonly url?: readonly string[];
}

const confirmedWithinMs = 10_000;
const tokenLivesMs = 5 * 60 * 1000;
/** The server says what it thinks of it. */
const noToken = 'none';

/** `redis-lab chat join`: lines that are typed are said, until Ctrl-C, Ctrl-D or the end of what is piped in. */
export async function joinChat(io: Io, { name, room, id, url }: JoinFlags): Promise<void> {
  if (!cleanName(name)) throw notUsable('--name', name);
  if (!isRoom(room)) throw notUsable('--room', room);
  if (id !== undefined && !isId(id)) throw notUsable('--id', id);
  const urls = (url ?? (await recallChat())).map(addressOf);
  const talk = openTalk(io, `${name}> `);
  let attempts = randomInt(urls.length);
  const client = new ChatClient(
    {
      room,
      async login() {
        const base = urls[attempts++ % urls.length] as URL;
        return { url: `ws://${base.host}/`, token: await tokenFrom(base, name) };
      },
      open: openNodeSocket,
      chance,
      newId: () => id ?? randomUUID(),
    },
    { ...told(io, talk, name, urls), ...(id === undefined ? {} : { acked: acknowledged(io, talk) }) },
  );
  for await (const line of talk.lines) if (line.trim() !== '') client.say(line);
  // What was piped in is confirmed before we go.
  const lateMs = performance.now() + confirmedWithinMs;
  while (client.unconfirmed.size > 0 && performance.now() < lateMs && !io.signal.aborted)
    await new Promise((resolve) => setTimeout(resolve, 20));
  client.close();
  talk.close();
  if (client.unconfirmed.size > 0 && !io.signal.aborted) throw notConfirmed(client.unconfirmed.size, urls);
}

/** `chat serve` gives one to whoever asks; the server of a held run to whoever has read its login. */
async function tokenFrom(base: URL, name: string): Promise<string> {
  const secret = process.env[secretVariable];
  if (secret !== undefined) return await signToken(secret, name, tokenLivesMs);
  const signal = AbortSignal.timeout(2_000);
  const reply = await fetch(new URL('/token', base), { method: 'POST', body: name, signal });
  return reply.ok ? await reply.text() : noToken;
}

/** What happens, as lines: news of the connection is told apart from what people say by a dot. */
function told({ lang }: Io, talk: Talk, name: string, urls: readonly URL[]): ChatClientEvents {
  const note = (text: Text) => talk.show(`· ${text[lang]}`);
  let [absent, everUp] = [false, false];
  return {
    entry: ({ from, text }) => talk.show(`${from}: ${text}`),
    up(server) {
      everUp = true;
      note({ ko: `${server}에 연결됐어요.`, en: `Connected to ${server}.` });
    },
    joined({ recovered, entries, people, count }) {
      const here = people.join(', ');
      if (!absent) note({ ko: `지금 여기에 ${count}명이 있어요: ${here}`, en: `${count} here: ${here}` });
      else if (recovered && entries.length === 0)
        note({ ko: '그사이 놓친 메시지는 없어요.', en: 'Nothing was missed meanwhile.' });
      else if (recovered)
        note({
          ko: `그사이 놓친 메시지 ${entries.length}건을 받아 왔어요:`,
          en: `Got all ${entries.length} that were missed meanwhile:`,
        });
    },
    reset(why, entries) {
      if (why !== 'new-here')
        note({
          ko: `놓친 메시지를 모두 되찾을 수는 없어요(${reasonWords[why].ko}). 마지막 메시지들이에요:`,
          en: `What was missed cannot all be had (${reasonWords[why].en}). These are the last ones:`,
        });
      for (const { from, text } of entries) talk.show(`${from}: ${text}`);
    },
    people(what, user) {
      if (user === name) return;
      note(
        what === 'came'
          ? { ko: `${user} 님이 들어왔어요.`, en: `${user} came.` }
          : { ko: `${user} 님이 나갔어요.`, en: `${user} left.` },
      );
    },
    relay(up) {
      if (up) note({ ko: 'Redis가 돌아왔어요.', en: 'Redis is back.' });
      else
        note({
          ko: 'Redis가 응답하지 않아요. 보낸 말은 기다렸다가 전해져요.',
          en: 'Redis does not answer: what you say waits.',
        });
    },
    down(afterMs) {
      absent = true;
      const seconds = (afterMs / 1000).toFixed(1);
      const what = everUp
        ? { ko: '연결이 끊겼어요.', en: 'Connection lost.' }
        : {
            ko: `응답하는 채팅 서버가 없어요(${placesOf(urls)}).`,
            en: `No chat server answers at ${placesOf(urls)}.`,
          };
      note({
        ko: `${what.ko} ${seconds}초 뒤에 다시 연결해요.`,
        en: `${what.en} Trying again in ${seconds} s.`,
      });
    },
    ended(code) {
      note(
        code === closeCodes.denied
          ? {
              ko: '서버가 받아 주지 않아요. 켜 둔 실험의 서버라면 로그인 줄을 먼저 실행하세요.',
              en: 'The server does not let us in. That of a held run wants its login line first.',
            }
          : { ko: `서버가 내보냈어요(${code}).`, en: `The server sent us away (${code}).` },
      );
      talk.end();
    },
  };
}

/** For who gave the message its id, and wants to know what became of it. */
function acknowledged({ lang }: Io, talk: Talk): NonNullable<ChatClientEvents['acked']> {
  return (_, o, dup) => {
    const kept = { ko: `${o}번으로 저장됐어요.`, en: `Kept as ${o}.` };
    const known = { ko: `이미 ${o}번으로 저장된 메시지예요.`, en: `Known already: kept as ${o}.` };
    talk.show(`· ${(dup ? known : kept)[lang]}`);
  };
}

const placesOf = (urls: readonly URL[]): string => urls.map(({ host }) => host).join(', ');

function notConfirmed(count: number, urls: readonly URL[]): LabError {
  return new LabError(exitCodes.runFailed, {
    what: {
      ko: `서버가 받았는지 알 수 없는 메시지가 ${count}건 있어요.`,
      en: count === 1 ? 'One message was not confirmed.' : `${count} messages were not confirmed.`,
    },
    why: {
      ko: `${confirmedWithinMs / 1000}초 동안 기다렸지만 서버가 확인해 주지 않았어요: ${placesOf(urls)}`,
      en: `No server said within ${confirmedWithinMs / 1000} s that it has them: ${placesOf(urls)}`,
    },
    next: same('redis-lab chat serve'),
  });
}

function addressOf(url: string): URL {
  const http = url.replace(/^ws/, 'http');
  if (/^http:\/\//.test(http) && URL.canParse(http)) return new URL(http);
  throw notUsable('--url', url);
}

function notUsable(flag: string, given: string): LabError {
  return new LabError(exitCodes.usage, {
    what: { ko: `${flag}에 쓸 수 없는 말이에요: '${given}'`, en: `${flag} cannot be '${given}'.` },
    why: {
      ko: '방은 글자와 숫자로 40자까지, 이름은 보이는 글자로 40자까지, id는 a-z, 0-9, _, :, -로 64자까지, 주소는 http://127.0.0.1:포트예요.',
      en: 'A room is up to 40 letters and digits, a name up to 40 visible letters, an id up to 64 of a-z, 0-9, _, : and -, an address http://127.0.0.1:PORT.',
    },
    next: same('redis-lab chat join --room lobby --name kim'),
  });
}
