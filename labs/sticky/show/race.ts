import { formatFigure, type Prediction, type Shown, type Text } from '../../../src/kit/judge.ts';
import type { RaceData, RaceWay } from '../data.ts';
import type { params } from '../settings.ts';

export const raceWords: Readonly<Record<RaceWay, Text>> = {
  'get-set': { ko: 'GET, 고쳐서 SET', en: 'GET, change, SET' },
  'one-command': { ko: '명령 하나(RPUSH)', en: 'one command (RPUSH)' },
  'hash-field': { ko: '해시 필드(HSET)', en: 'a hash field (HSET)' },
  watch: { ko: 'WATCH 후 다시 시도', en: 'WATCH, then retry' },
};

const armOf = ({ arms }: RaceData, way: RaceWay) => arms.find((arm) => arm.way === way);

const predict: Prediction<RaceData, typeof params> = {
  prompt: {
    ko: '장바구니는 Redis에 있어요. 한 사용자의 요청 두 개가 동시에 서버 두 대로 가요. 두 서버 모두 장바구니를 GET으로 읽고, 물건을 하나 더해서 SET으로 써요. 물건 두 개 가운데 몇 개가 남을까요?',
    en: 'The basket is in Redis. Two requests of one user go to two servers at the same time. Both servers GET the basket, add one thing and SET it. How many of the two things are kept?',
  },
  choices: [
    {
      id: 'both',
      label: {
        ko: '둘 다. Redis는 명령을 하나씩 처리하니까요',
        en: 'Both: Redis does one command at a time',
      },
      misconception: {
        ko: '하나씩 처리되는 것은 명령이에요. GET과 SET 사이에 다른 서버의 명령이 끼어들 수 있어요.',
        en: 'It is commands that come one at a time. Between a GET and its SET another server can come in.',
      },
    },
    { id: 'one', label: { ko: '하나만', en: 'Only one' } },
    {
      id: 'none',
      label: { ko: '하나도. 두 요청이 충돌해서 실패해요', en: 'Neither: the two collide and fail' },
      misconception: {
        ko: 'SET은 실패하지 않아요. 나중에 쓴 장바구니가 먼저 쓴 장바구니를 조용히 덮어써요.',
        en: 'A SET does not fail. The basket that is written last silently replaces the other.',
      },
    },
  ],
  answer(data) {
    const arm = armOf(data, 'get-set');
    if (!arm || arm.items === 0) return null;
    const kept = arm.kept / arm.items;
    if (kept === 1) return 'both';
    if (kept < 0.75 && kept > 0.25) return 'one';
    return kept < 0.05 ? 'none' : null;
  },
};

export const raceShown: Shown<RaceData, typeof params> = {
  title: { ko: '동시에 온 두 요청', en: 'Two requests at once' },
  aim: {
    ko: '쓰는 방법마다 남은 물건의 수를 비교해 보세요.',
    en: 'Compare how many things are kept with each way of writing.',
  },
  predict,
  headline(data) {
    const arm = armOf(data, 'get-set');
    if (arm?.refused)
      return { ko: `Redis가 쓰기를 거절함: ${arm.refused}`, en: `Redis refused to write: ${arm.refused}` };
    const lost = (arm?.items ?? 0) - (arm?.kept ?? 0);
    const [all, gone] = [formatFigure(arm?.items ?? 0, 'count'), formatFigure(lost, 'count')];
    return {
      ko:
        lost === 0
          ? `GET, SET으로 쓴 물건 ${all}개가 모두 남음`
          : `GET, SET으로 쓴 물건 ${all}개 가운데 ${gone}개 유실`,
      en: `of ${all} things written by GET and SET ${gone} were lost`,
    };
  },
  show: ({ arms }) => [
    {
      kind: 'table',
      id: 'race',
      title: {
        ko: '한 사용자의 요청 두 개가 동시에 담은 물건',
        en: 'Things that two requests at once put into one basket',
      },
      columns: [
        { id: 'way', title: { ko: '쓰는 방법', en: 'written by' } },
        { id: 'items', title: { ko: '담은 물건', en: 'put in' }, unit: 'count' },
        { id: 'kept', title: { ko: '남은 물건', en: 'kept' }, unit: 'count' },
        { id: 'lost', title: { ko: '유실', en: 'lost' }, unit: 'count' },
        { id: 'retries', title: { ko: '다시 시도', en: 'retries' }, unit: 'attempts' },
      ],
      rows: arms.map(({ way, items, kept, retries }) => ({
        id: way,
        cells:
          items === 0
            ? [raceWords[way], null, null, null, null]
            : [raceWords[way], items, kept, items - kept, retries],
      })),
      notes: [
        ...arms.flatMap(({ way, refused }) =>
          refused ? [{ ko: `${raceWords[way].ko}: ${refused}`, en: `${raceWords[way].en}: ${refused}` }] : [],
        ),
        {
          ko: '두 요청은 늘 동시에 보냈어요.',
          en: 'The two requests were always sent together.',
        },
      ],
    },
  ],
};
