import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Text } from '../core/text.ts';
import type { Io } from '../terminal/io.ts';
import { langOption } from './lab-options.ts';

const mostServers = 9;

/** `redis-lab chat serve` and `chat join`: the chat of the lab, to talk through it oneself. */
export function addChatCommands(chat: Command, io: Io): void {
  const say = (text: Text) => text[io.lang];
  const serve = chat
    .command('serve')
    .description(
      say({
        ko: '채팅 서버 여러 대를 띄워 두고 직접 대화하기',
        en: 'leave chat servers running and talk through them',
      }),
    )
    .option('--servers <n>', say({ ko: '서버 수', en: 'how many servers' }), countOf(mostServers), 3)
    .addOption(
      new Option('--lb <balancer>', say({ ko: '앞에 둘 로드 밸런서', en: 'the load balancer in front' }))
        .choices(['nginx', 'haproxy', 'none'])
        .default('none'),
    )
    .addOption(
      new Option('--mode <mode>', say({ ko: '서버끼리 알리는 방식', en: 'how the servers tell each other' }))
        .choices(['alone', 'pubsub', 'recovery'])
        .default('recovery'),
    )
    .addOption(
      new Option(
        '--cluster',
        say({
          ko: 'Redis 클러스터(서버 세 대)와 샤드 Pub/Sub으로',
          en: 'on a private Redis Cluster of three, with sharded Pub/Sub',
        }),
      ).conflicts('redis'),
    )
    .option(
      '--redis <url>',
      say({
        ko: '내 Redis로. 클러스터라면 아무 노드나 하나',
        en: 'on your own Redis; of a cluster any node',
      }),
    )
    .addOption(langOption(io.lang))
    .action(async () => (await import('./chat-serve.ts')).serveChat(io, serve.opts()));
  const join = chat
    .command('join')
    .description(say({ ko: '터미널에서 대화하기', en: 'talk from a terminal' }))
    .requiredOption('--name <name>', say({ ko: '이름', en: 'your name' }))
    .option('--room <room>', say({ ko: '방', en: 'the room' }), 'lobby')
    .option(
      '--id <id>',
      say({
        ko: '보내는 말의 id: 같은 id로 다시 보내면 한 번만 저장돼요',
        en: 'the id of what you say: sent again under it, it is kept once',
      }),
    )
    .option(
      '--url <url...>',
      say({
        ko: '서버 주소. 여럿이면 차례로 시도(기본값: 이 컴퓨터의 chat serve)',
        en: 'where the servers are, tried in turn (default: chat serve of this machine)',
      }),
    )
    .addOption(langOption(io.lang))
    .action(async () => (await import('./chat-join.ts')).joinChat(io, join.opts()));
}

function countOf(most: number): (text: string) => number {
  return (text) => {
    const count = /^\d+$/.test(text) ? Number(text) : 0;
    if (count < 1 || count > most) throw new InvalidArgumentError(`1-${most}`);
    return count;
  };
}
