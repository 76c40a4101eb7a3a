import { formatFigure, type Shown, type TableBlock } from '../../../src/kit/judge.ts';
import type { CellsArm, CellsData } from '../data.ts';
import type { params } from '../settings.ts';
import { listeningWords } from '../words.ts';

export const cellsShown: Shown<CellsData, typeof params> = {
  title: { ko: '낯선 사람', en: 'Strangers' },
  aim: {
    ko: '친구가 아닌 사람은 지도의 칸마다 있는 채널로 찾아요. 자기 칸만 들으면 충분한지 봐요.',
    en: 'Who is no friend is found by a channel for each cell of the map: is it enough to listen to the own cell?',
  },
  predict: {
    prompt: {
      ko: '지도를 가로 1.0 km, 세로 0.6 km쯤 되는 칸으로 나누고, 칸마다 채널을 두어요. 휴대폰이 자기 칸의 채널만 들으면, 500 m 안에 있는 사람 가운데 몇 %를 못 볼까요?',
      en: 'The map is cut into cells of about 1.0 by 0.6 km, with a channel each. If a phone listens to its own cell only, what share of the people within 500 m does it not see?',
    },
    choices: [
      {
        id: 'none',
        label: { ko: '거의 다 봐요(5% 아래)', en: 'It sees nearly all (below 5%)' },
        misconception: {
          ko: '칸의 경계 가까이에 있으면, 길 건너 사람도 다른 칸에 있어요.',
          en: 'Near the edge of a cell somebody across the street is in another one.',
        },
      },
      {
        id: 'some',
        label: { ko: '5~30%', en: '5 to 30%' },
        misconception: {
          ko: '500 m는 칸의 크기와 비슷해요. 그러면 대부분의 원이 옆 칸까지 넘어가요.',
          en: '500 m is about as much as the cell itself: most circles reach into the next cell.',
        },
      },
      { id: 'many', label: { ko: '30%를 넘어요', en: 'More than 30%' } },
    ],
    answer: (data) => {
      const share = missedShare(data.arms[0]);
      if (share === null) return null;
      if (share < 0.05) return 'none';
      return share <= 0.3 ? 'some' : 'many';
    },
  },
  headline: ({ arms }) => {
    const [own, wide] = [arms[0], arms[1]].map((arm) =>
      formatFigure(100 * (missedShare(arm) ?? Number.NaN), 'percent'),
    );
    return {
      ko: `못 본 사람: 자기 칸만 ${own}, 이웃 칸까지 ${wide}`,
      en: `not seen: ${own} with the own cell, ${wide} with neighbours`,
    };
  },
  show: (data) => [table(data)],
};

function missedShare(arm: CellsArm | undefined): number | null {
  return !arm || arm.inRange === 0 ? null : 1 - arm.shown / arm.inRange;
}

function table({ arms, people, radiusM }: CellsData): TableBlock {
  return {
    kind: 'table',
    id: 'cells',
    title: { ko: '칸과 이웃 칸', en: 'Cells and their neighbours' },
    columns: [
      { id: 'listening', title: { ko: '듣는 칸', en: 'listens to' } },
      { id: 'channels', title: { ko: '휴대폰당 채널', en: 'channels a phone' }, unit: 'count' },
      { id: 'in-range', title: { ko: '보여야 함', en: 'in range' }, unit: 'persons' },
      { id: 'missed', title: { ko: '못 봄', en: 'not seen' }, unit: 'percent' },
      { id: 'delivered', title: { ko: '전달', en: 'delivered' }, unit: 'messages' },
      { id: 'needless', title: { ko: '범위 밖 전달', en: 'out of range' }, unit: 'percent' },
    ],
    rows: arms.map((arm) => {
      const share = missedShare(arm);
      return {
        id: arm.listening,
        cells: [
          listeningWords[arm.listening],
          arm.channelsPerPhone,
          arm.inRange,
          share === null ? null : 100 * share,
          arm.delivered,
          arm.delivered === 0 ? null : 100 * (1 - arm.shown / arm.delivered),
        ],
      };
    }),
    notes: [
      {
        ko: `한 변이 6 km인 정사각형에 ${people}명이 있고, ${radiusM} m 안의 사람을 봐야 해요. 보여야 할 사람은 모든 휴대폰에서 센 것을 더한 수예요.`,
        en: `${people} people in a square of 6 km, and whoever is within ${radiusM} m should be seen. People in range are counted over all phones.`,
      },
      {
        ko: '칸은 Redis의 GEOHASH가 돌려준 글자의 앞 6자(큰 칸은 5자)예요.',
        en: 'A cell is the first 6 characters of what GEOHASH of Redis returns (5 for the large ones).',
      },
    ],
  };
}
