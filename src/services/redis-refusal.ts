import { same, type Text } from '../core/text.ts';

export interface Refusal {
  readonly why: Text;
  readonly next: Text;
}

export const privateInstead: Text = {
  ko: '--redis를 빼면 실험용 Redis를 따로 띄워서 실험해요.',
  en: 'Leave --redis away and the lab starts a Redis of its own.',
};

/** From which version on a server has a command that older ones lack. */
const floors: Readonly<Record<string, string>> = {
  HELLO: '6.0',
  XAUTOCLAIM: '6.2',
  GEOSEARCH: '6.2',
  SSUBSCRIBE: '7.0',
  SPUBLISH: '7.0',
  HPEXPIRE: '7.4',
};

/** The meaning in each language, and what to do; null stands for "use a private one". */
type Known = readonly [said: RegExp, ko: string, en: string, next: Text | null];

const known: readonly Known[] = [
  [
    /max number of clients/,
    '서버가 연결을 더 받지 않아요(maxclients)',
    'It takes no more connections (maxclients)',
    {
      ko: 'redis-cli CONFIG GET maxclients로 한도를 보고, 다른 연결을 닫거나 한도를 올려 주세요.',
      en: 'Look at the limit with redis-cli CONFIG GET maxclients; close other connections or raise it.',
    },
  ],
  [
    /^DENIED/,
    '서버가 보호 모드라서 자기 컴퓨터에서 오는 연결만 받아요',
    'It is in protected mode and takes connections of its own machine only',
    {
      ko: '그 서버에 비밀번호(requirepass)를 두거나, 그 컴퓨터에서 127.0.0.1로 연결해 주세요.',
      en: 'Give that server a password (requirepass), or connect on that machine by 127.0.0.1.',
    },
  ],
  [
    /^NOPERM/,
    '이 사용자에게 권한이 없어요(ACL)',
    'This user may not do that (ACL)',
    {
      ko: '필요한 권한만 주는 ACL 규칙: redis-lab doctor --acl 실험',
      en: 'The narrowest rule that works: redis-lab doctor --acl <lab>',
    },
  ],
  [/^OOM/, '메모리 한도(maxmemory)가 찼어요', 'Its memory limit (maxmemory) is reached', null],
  [
    /^READONLY/,
    '읽기만 되는 레플리카예요',
    'It is a replica that is read only',
    {
      ko: 'redis-cli INFO replication의 master_host로 연결해 주세요.',
      en: 'Connect to its primary: master_host in redis-cli INFO replication.',
    },
  ],
  [
    /^MOVED/,
    '클러스터의 다른 노드가 이 키를 맡고 있어요',
    'Another node of the cluster is in charge of this key',
    null,
  ],
  [
    /^CROSSSLOT/,
    '클러스터에서는 한 명령의 키가 모두 같은 슬롯에 있어야 해요',
    'In a cluster all keys of a command have to be in one slot',
    null,
  ],
  [/^CLUSTERDOWN/, '클러스터가 멈춰 있어요', 'The cluster is down', null],
  [
    /^MISCONF/,
    '서버가 디스크에 저장하지 못해서 쓰기를 막고 있어요',
    'It cannot save to its disk and stops writes',
    {
      ko: '서버 로그와 디스크 공간을 확인해 주세요.',
      en: 'Look at its log and at the space on its disk.',
    },
  ],
  [/^NOREPLICAS/, '레플리카가 모자라서 쓰기를 막고 있어요', 'It has too few replicas and stops writes', null],
  [
    /^(LOADING|MASTERDOWN|BUSY)\b/,
    '서버가 지금은 응답할 수 없어요',
    'It cannot answer at the moment',
    { ko: '잠시 뒤에 다시 실행해 보세요.', en: 'Run it again in a moment.' },
  ],
  [/EXECABORT/, '트랜잭션 안의 명령 하나를 거절했어요', 'It refused a command of the transaction', null],
];

/**
 * What a refusal of Redis means and what to do about it; null for words that we do not know.
 * @param said the error reply, without its leading `-`
 */
export function refusalOf(said: string): Refusal | null {
  // Of a transaction it says first that there is none, and then why.
  const message = said.replace(/^EXECABORT .+ because of: /, '');
  const lacks = /unknown command [`']?([\w|]+)/i.exec(message)?.[1]?.toUpperCase();
  if (lacks !== undefined) {
    const floor = floors[lacks];
    const [koFrom, enFrom] = floor
      ? [` Redis ${floor}부터 있어요.`, ` Redis has it from ${floor} on.`]
      : ['', ''];
    return {
      why: {
        ko: `이 서버에는 ${lacks} 명령이 없어요.${koFrom} (${message})`,
        en: `This server has no ${lacks}.${enFrom} (${message})`,
      },
      next: privateInstead,
    };
  }
  const meaning = known.find(([said]) => said.test(message));
  if (!meaning) return null;
  const [, ko, en, next] = meaning;
  return {
    why: { ko: `${ko}: ${message}`, en: `${en}: ${message}` },
    next: next ?? movedTo(message) ?? privateInstead,
  };
}

/** `MOVED 866 10.0.0.7:6379` names the node. */
function movedTo(message: string): Text | null {
  const node = /^MOVED \d+ (\S+:\d+)/.exec(message)?.[1];
  return node === undefined ? null : same(`--redis redis://${node}`);
}
