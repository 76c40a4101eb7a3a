// Redis with and without TLS, side by side.
import { differenceOf, formatFigure, type Shown } from '../../../src/kit/judge.ts';
import type { Cell, TlsData } from '../data.ts';
import { factorWithTls, poolAgainstFresh } from '../judge/redis-pool.ts';
import type { params } from '../settings.ts';
import { aboutColumns } from './columns.ts';
import { connectTable } from './connect-table.ts';
import { qualityOf } from './quality.ts';

/** What nobody would notice. */
const nearlyTheSame = 1.25;

export const tlsShown: Shown<TlsData, typeof params> = {
  title: { ko: 'TLS를 켜면', en: 'With TLS' },
  aim: {
    ko: '암호화하면 풀이 아껴 주는 것이 얼마나 달라지는지 봐요.',
    en: 'How much more, or less, does a pool save once connections are encrypted?',
  },
  predict: {
    prompt: {
      ko: 'Redis 연결에 TLS를 켜요. 매번 새로 연결할 때와 비교한 풀의 배수는 어떻게 될까요?',
      en: 'Connections to Redis get TLS. What becomes of the factor of a pool over a new connection each time?',
    },
    choices: [
      {
        id: 'same',
        label: { ko: '비슷해요. 양쪽 다 느려지니까요', en: 'About the same: both get slower' },
        misconception: {
          ko: '핸드셰이크는 연결을 맺을 때만 해요(RFC 8446). 연결 p50과 풀의 처리량이 각각 얼마나 달라졌는지 표에서 보세요.',
          en: 'The handshake is made at the beginning only (RFC 8446). See in the table how much "connect p50" changed, and how much the pool.',
        },
      },
      { id: 'larger', label: { ko: '커져요', en: 'It grows' } },
    ],
    answer: ({ cells }) => {
      const grown = cells[0] ? factorWithTls(cells[0]) : null;
      const { low = 0, high = Infinity } = grown?.interval ?? {};
      if (low > 1 / nearlyTheSame && high < nearlyTheSame) return 'same';
      return differenceOf(grown) === 'greater' ? 'larger' : null;
    },
  },
  headline: ({ cells }) => {
    const [plain, secure] = factorsOf(cells[0]).map((factor) => formatFigure(factor ?? Number.NaN));
    return {
      ko: `풀은 새 연결의 ${plain}배, TLS에서는 ${secure}배`,
      en: `pool ${plain} × a new connection, with TLS ${secure} ×`,
    };
  },
  show: ({ cells }) => {
    const name = { ko: 'TLS가 없을 때와 있을 때', en: 'Without TLS and with it' };
    return cells.map((cell, index) =>
      connectTable(cell, 'tls', name, index === 0 ? aboutColumns(cells) : []),
    );
  },
  quality: ({ cells, harnessNs }) => qualityOf(cells, harnessNs),
};

function factorsOf(cell: Cell | undefined): [plain: number | null, secure: number | null] {
  if (!cell) return [null, null];
  return [poolAgainstFresh(cell)?.ratio ?? null, poolAgainstFresh(cell, true)?.ratio ?? null];
}
