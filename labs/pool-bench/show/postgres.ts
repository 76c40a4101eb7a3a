// The same question of PostgreSQL, beside Redis.
import {
  formatFigure,
  formatQuantity,
  type Shown,
  type TableBlock,
  type Text,
} from '../../../src/kit/judge.ts';
import type { ArmFigures, Cell, PostgresData, PostgresLogin } from '../data.ts';
import { factorAgainstRedis, postgresPoolAgainstFresh } from '../judge/postgres-pool.ts';
import { poolAgainstFresh } from '../judge/redis-pool.ts';
import { smallestGoodPool } from '../judge/smallest-good-pool.ts';
import type { params } from '../settings.ts';
import { aboutColumns, columns, figuresOf } from './columns.ts';
import { connectTable } from './connect-table.ts';
import { differenceWord } from './difference-word.ts';
import { kneeOf } from './knee-table.ts';
import { qualityOf } from './quality.ts';
import { rowId } from './row-id.ts';

export const postgresShown: Shown<PostgresData, typeof params> = {
  title: { ko: 'PostgreSQL에서는', en: 'PostgreSQL' },
  aim: {
    ko: '데이터베이스에서는 풀이 얼마나 아껴 주는지 Redis와 나란히 봐요.',
    en: 'How much a pool saves with a database, beside Redis in the same rounds.',
  },
  predict: {
    prompt: {
      ko: '풀이 아껴 주는 배수(풀 / 매번 새 연결)는 PostgreSQL과 Redis 가운데 어느 쪽이 클까요?',
      en: 'The factor that a pool saves (pool over a new connection each time): whose is larger, PostgreSQL or Redis?',
    },
    choices: [
      { id: 'postgres', label: { ko: 'PostgreSQL', en: 'PostgreSQL' } },
      {
        id: 'redis',
        label: { ko: 'Redis. 명령이 워낙 빠르니까요', en: 'Redis: its commands are so fast' },
        misconception: {
          ko: '어느 쪽의 새 연결이 오래 걸렸는지는 표의 연결 p50에 있어요. PostgreSQL은 연결마다 프로세스를 만들고(문서: Architectural Fundamentals), 로그인(SCRAM)에서 비밀번호를 여러 번 해시해요.',
          en: 'Whose new connection took longer is in the column "connect p50". PostgreSQL makes a process for each (docs: Architectural Fundamentals), and its login (SCRAM) hashes many times.',
        },
      },
    ],
    answer: ({ cells }) =>
      cells
        .map((cell) => differenceWord(factorAgainstRedis(cell), 'postgres', 'redis'))
        .find((word) => word) ?? null,
  },
  headline: ({ cells }) => {
    const cell = cells.find((one) => poolAgainstFresh(one) !== null) ?? cells[0];
    const [own, redis] = (cell ? [postgresPoolAgainstFresh(cell), poolAgainstFresh(cell)] : []).map(
      (paired) => formatFigure(paired?.ratio ?? Number.NaN),
    );
    return {
      ko: `풀은 새 연결의 ${own}배, 같은 시행의 Redis는 ${redis}배`,
      en: `pool ${own} × a new connection; Redis, same rounds, ${redis} ×`,
    };
  },
  show: ({ cells, knee, contended, login }) => {
    const title = {
      ko: `PostgreSQL 풀의 크기, 호출자 ${knee.callers}명`,
      en: `PostgreSQL pool size, ${knee.callers} callers`,
    };
    const smallest = smallestGoodPool(knee)?.poolSize ?? '–';
    const note: Text = {
      ko: `가장 나은 풀의 90%를 해내는 가장 작은 크기는 ${smallest}개예요.`,
      en: `The smallest pool with 90% of the best one's throughput is ${smallest}.`,
    };
    const name = { ko: 'PostgreSQL', en: 'PostgreSQL' };
    return [
      ...cells.map((cell, index) =>
        connectTable(
          cell,
          'postgres',
          name,
          index === 0 ? [...aboutColumns(cells), ...loginNote(login)] : [],
        ),
      ),
      ...kneeOf(knee, 'postgres-knee', title, [note]),
      contendedTable(contended),
    ];
  },
  quality: ({ cells, knee, contended, harnessNs }) => [
    ...qualityOf([...cells, knee], harnessNs),
    ...qualityOf([contended], harnessNs, contendedId),
  ],
};

function loginNote(login: PostgresLogin | undefined): Text[] {
  if (!login?.hashing) return [];
  const { iterations, p50Ms } = login.hashing;
  const [times, hash, all] = [
    formatFigure(iterations, 'count'),
    formatQuantity(p50Ms, 'ms'),
    formatQuantity(login.connectP50Ms, 'ms'),
  ];
  return [
    {
      ko: `새 연결은 ${login.method} 방식으로 로그인해요. 서버가 시킨 해시 ${times}번에 ${hash}, 호출자가 한 명일 때 연결 전체에 ${all} 걸렸어요.`,
      en: `A new connection logs in by ${login.method}. The ${times} hashes that the server asks for took ${hash}, a whole connection with one caller ${all}.`,
    },
  ];
}

/** The same pools and callers as in the table of sizes, at another query. */
function contendedId(cell: Cell, arm: ArmFigures): string {
  const commit = arm.synchronousCommit ? `-commit-${arm.synchronousCommit}` : '';
  return `same-row${commit}-${rowId(cell, arm)}`;
}

const waits: Readonly<Record<'on' | 'off', Text>> = {
  on: { ko: '기다림(on)', en: 'waits (on)' },
  off: { ko: '안 기다림(off)', en: 'does not (off)' },
};

function contendedTable(cell: Cell): TableBlock {
  return {
    kind: 'table',
    id: 'same-row',
    title: {
      ko: `PostgreSQL: 호출자 ${cell.callers}명이 모두 같은 행을 고치면`,
      en: `PostgreSQL: ${cell.callers} callers all change the same row`,
    },
    columns: [
      { id: 'pool-size', title: { ko: '풀의 크기', en: 'pool size' }, unit: 'count' },
      { id: 'commit', title: { ko: '커밋이 디스크를', en: 'a commit waits for the disk' } },
      columns.p50,
      columns.p99,
      columns.perSecond,
    ],
    rows: cell.arms.map((arm) => ({
      id: contendedId(cell, arm),
      cells: [arm.poolSize, arm.synchronousCommit ? waits[arm.synchronousCommit] : null, ...figuresOf(arm)],
    })),
    notes: [
      {
        ko: '행 하나는 한 번에 한 트랜잭션만 고칠 수 있어요(문서: Explicit Locking). on과 off는 synchronous_commit의 값이고, off에서 디스크를 빼고 볼 수 있어요.',
        en: 'A row can be changed by one transaction at a time (docs: Explicit Locking). On and off are values of synchronous_commit; off leaves the disk out of it.',
      },
    ],
  };
}
