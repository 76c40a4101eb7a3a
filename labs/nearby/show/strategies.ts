import {
  clientBoundFrom,
  formatFigure,
  formatQuantity,
  Histogram,
  type MapBlock,
  type Shown,
  type TableBlock,
  type Text,
} from '../../../src/kit/judge.ts';
import type { StrategiesData, StrategyArm } from '../data.ts';
import { armOf, missedShare, operations, thrownAway } from '../judge/days.ts';
import { bookScale, distinctServers, loadOf } from '../judge/sum.ts';
import { radiusM } from '../parts/places.ts';
import type { NearbyParams, params } from '../settings.ts';
import { strategyWords } from '../words.ts';

export const strategiesShown: Shown<StrategiesData, typeof params> = {
  title: { ko: '세 가지 구독', en: 'Three ways' },
  aim: {
    ko: '같은 세상의 같은 하루에서 무엇이 안 보이고, 구독이 몇 개인지 봐요.',
    en: 'The same day three times: what is not shown, and how many subscriptions it takes.',
  },
  predict: {
    prompt: {
      ko: '접속할 때 활성인 친구의 채널만 구독해요. 사람들은 하루 종일 들어오고 나가요. 화면에 보여야 할 친구의 위치 가운데 몇 %가 끝내 안 보일까요?',
      en: 'One subscribes to the friends who are active on connecting, and people come and go. What share of the positions due on screens is never shown?',
    },
    hints: {
      concept: {
        ko: '친구 한 쌍에는 방향이 둘이에요. 어느 방향이 보일까요?',
        en: 'A pair of friends has two directions. Which of them is seen?',
      },
      pointer: {
        ko: '안 보인 위치의 비율을 방식마다 비교해 보세요.',
        en: 'Compare the share of positions that each way never shows.',
      },
    },
    choices: [
      {
        id: 'none',
        label: { ko: '거의 없어요(1% 아래)', en: 'Hardly any (below 1%)' },
        misconception: {
          ko: '둘이 함께 접속해 있으려면 한쪽은 나중에 와야 해요. 먼저 온 쪽은 나중에 온 쪽을 구독하지 않았어요.',
          en: 'For two to be there together one has to come later; and who came first did not subscribe to who came later.',
        },
      },
      {
        id: 'some',
        label: { ko: '1~30%', en: '1 to 30%' },
        misconception: {
          ko: '접속해 있는 두 친구를 생각해 보세요. 둘 가운데 한쪽은 반드시 먼저 왔고, 그쪽이 상대를 못 봐요.',
          en: 'Think of two friends who are both there: one of them came first, and that one does not see the other.',
        },
      },
      { id: 'half', label: { ko: '30~70%', en: '30 to 70%' } },
      {
        id: 'most',
        label: { ko: '70%를 넘어요', en: 'More than 70%' },
        misconception: {
          ko: '나중에 온 쪽은 이미 있는 친구를 모두 찾아요. 그래서 두 방향 가운데 하나는 보여요.',
          en: 'Who comes later finds everybody who is there: of the two directions one is seen.',
        },
      },
    ],
    answer: (data) => {
      const active = armOf(data, 'active');
      const share = active ? missedShare(active) : null;
      if (share === null) return null;
      if (share < 0.01) return 'none';
      if (share < 0.3) return 'some';
      return share <= 0.7 ? 'half' : 'most';
    },
  },
  headline: (data) => {
    const [active, all] = [armOf(data, 'active'), armOf(data, 'all')];
    const missed = formatFigure(100 * ((active && missedShare(active)) ?? Number.NaN), 'percent');
    const idle = formatFigure(100 * (all ? all.idle / all.channels : Number.NaN), 'percent');
    return {
      ko: `활성 친구만: ${missed} 안 보임. 모든 친구: 쉬는 구독 ${idle}`,
      en: `active only: ${missed} never shown; every friend: ${idle} of channels idle`,
    };
  },
  show: (data, inputs) => [
    screens(data),
    ...maps(data),
    radius(data),
    servers(data, inputs.servers),
    models(data),
    ...scaledUp(data, inputs),
  ],
  quality: ({ arms, clientBusyShare }) =>
    arms.map(({ strategy }) => ({ row: strategy, name: strategyWords[strategy], clientBusyShare })),
  warnings: ({ arms, clientBusyShare }) => {
    const stoodMs = Math.max(...arms.map(({ stoodStillMs }) => stoodStillMs));
    if (clientBusyShare < clientBoundFrom || stoodMs === 0) return [];
    const stood = formatQuantity(stoodMs, 'ms');
    return [
      {
        ko: `이 컴퓨터가 늦어서 세상의 시간이 모두 ${stood} 멈췄어요. 센 수는 그대로이고, 첫 등장까지의 시간만 늦어질 수 있어요.`,
        en: `This machine was late, so the world stood still for ${stood} in all: counts stay, times until first sight may be too long.`,
      },
    ];
  },
};

const p50Ms = ({ firstSight }: StrategyArm): number | null => {
  const p50 = Histogram.fromJSON(firstSight).percentileOrNull(50);
  return p50 === null ? null : p50 / 1e6;
};

/** What people see. */
function screens({ arms }: StrategiesData): TableBlock {
  return {
    kind: 'table',
    id: 'screens',
    title: { ko: '화면에 보인 것', en: 'On the screens' },
    columns: [
      { id: 'strategy', title: { ko: '구독하는 채널', en: 'subscribes to' } },
      { id: 'due', title: { ko: '보여야 할 위치', en: 'due' }, unit: 'messages' },
      { id: 'missed', title: { ko: '안 보임', en: 'never shown' }, unit: 'messages' },
      { id: 'never', title: { ko: '못 본 새 친구', en: 'arrivals unseen' }, unit: 'attempts' },
      { id: 'first-sight', title: { ko: '첫 등장(p50)', en: 'first sight p50' }, unit: 'ms' },
      { id: 'stale', title: { ko: '이미 간 친구', en: 'gone, still shown' }, unit: 'percent' },
    ],
    rows: arms.map((arm) => ({
      id: arm.strategy,
      cells: [
        strategyWords[arm.strategy],
        arm.due,
        arm.missed,
        arm.arrivalsNever,
        p50Ms(arm),
        arm.onScreen === 0 ? null : (100 * arm.stale) / arm.onScreen,
      ],
    })),
    notes: [
      {
        ko: '보여야 할 위치는 세상을 아는 오라클(oracle)이 세요. 서버에게 묻지 않아요. 받는 휴대폰이 8 km 안에 있는 친구만 골라 보여 주는데, 여기서는 고르기 전을 세요.',
        en: 'What is due is counted by an oracle that knows the world and asks no server. A phone then shows who is within 8 km; what is counted here is before that.',
      },
      {
        ko: '못 본 새 친구: 접속해 있는 동안 친구가 왔는데, 둘 중 하나가 갈 때까지 안 보인 경우예요. 첫 등장은 친구가 접속하고 화면에 나올 때까지예요.',
        en: 'arrivals unseen: a friend came while somebody was there, and was not shown before one of the two went. First sight is from connecting to being on the screen.',
      },
    ],
  };
}

/** One person's screen, and what is missing on it: where somebody goes unseen, and where nobody does. */
function maps({ arms }: StrategiesData): MapBlock[] {
  return arms.flatMap(({ strategy, map }): MapBlock[] => {
    if (strategy === 'all' || !map) return [];
    const { ko, en } = strategyWords[strategy];
    return [
      {
        kind: 'map',
        id: `map-${strategy}`,
        title: { ko: `한 사람의 화면: ${ko}`, en: `One screen: ${en}` },
        radiusM,
        dots: map.dots.map(({ user, ...dot }) => ({ id: `user-${user}`, ...dot })),
      },
    ];
  });
}

/** What a phone makes of what it gets. */
function radius({ arms }: StrategiesData): TableBlock {
  return {
    kind: 'table',
    id: 'radius',
    title: { ko: '받는 쪽의 거리 필터', en: 'The filter at the receiver' },
    columns: [
      { id: 'strategy', title: { ko: '구독하는 채널', en: 'subscribes to' } },
      { id: 'in-range', title: { ko: '8 km 안에서 옴', en: 'from within 8 km' }, unit: 'messages' },
      { id: 'beyond', title: { ko: '밖에서 옴', en: 'from beyond' }, unit: 'messages' },
      { id: 'thrown-away', title: { ko: '버림', en: 'thrown away' }, unit: 'percent' },
      { id: 'on-screens', title: { ko: '아는 친구', en: 'friends known' }, unit: 'persons' },
      { id: 'near', title: { ko: '그중 8 km 안', en: 'of them in 8 km' }, unit: 'persons' },
    ],
    rows: arms.map((arm) => {
      const share = thrownAway(arm);
      return {
        id: arm.strategy,
        cells: [
          strategyWords[arm.strategy],
          arm.came?.inRange ?? null,
          arm.came?.beyond ?? null,
          share === null ? null : 100 * share,
          Math.round(arm.onScreen),
          Math.round(arm.inRange),
        ],
      };
    }),
    notes: [
      {
        ko: '서버는 친구의 위치를 모두 보내고, 거리는 휴대폰이 재요. 아는 친구는 하루 동안의 평균이고, 모든 휴대폰을 더한 수예요.',
        en: 'A server pushes every friend; the distance is measured by the phone. Friends known are a mean over the day, over all phones together.',
      },
    ],
  };
}

/** What it costs. */
function servers({ arms }: StrategiesData, count: number): TableBlock {
  return {
    kind: 'table',
    id: 'servers',
    title: { ko: '서버가 한 일', en: 'What the servers did' },
    columns: [
      { id: 'strategy', title: { ko: '구독하는 채널', en: 'subscribes to' } },
      { id: 'channels', title: { ko: '구독 중인 채널', en: 'channels held' }, unit: 'count' },
      { id: 'idle', title: { ko: '쉬는 채널', en: 'idle' }, unit: 'percent' },
      { id: 'operations', title: { ko: '접속당 작업', en: 'operations a connect' }, unit: 'attempts' },
      { id: 'copies', title: { ko: '위치 100건의 복사', en: 'copies of 100 reports' }, unit: 'messages' },
      { id: 'redis', title: { ko: 'Redis 메모리', en: 'Redis memory' }, unit: 'bytes' },
    ],
    rows: arms.map((arm) => ({
      id: arm.strategy,
      cells: [
        strategyWords[arm.strategy],
        Math.round(arm.channels),
        arm.channels === 0 ? null : (100 * arm.idle) / arm.channels,
        operations(arm),
        arm.reports === 0 ? null : (100 * arm.delivered) / arm.reports,
        arm.redisBytes,
      ],
    })),
    notes: [
      {
        ko: '쉬는 채널은 주인이 접속해 있지 않은 채널이에요. 접속당 작업은 구독, 해제, 서버 사이 메시지를 더해 접속 수로 나눈 값이에요.',
        en: 'A channel is idle while its owner is not connected. Operations are subscribes, unsubscribes and messages between servers, for each connecting phone.',
      },
      memoryNote(arms),
      ...arms.filter(({ strategy }) => strategy === 'active-reverse').map((arm) => receivers(arm, count)),
      ...arms
        .filter(({ audit }) => audit.byRedis !== audit.byServers)
        .map(({ strategy, audit }) => ({
          ko: `${strategyWords[strategy].ko}: Redis가 센 구독은 ${audit.byRedis}개, 서버가 센 구독은 ${audit.byServers}개라서 서로 달라요.`,
          en: `${strategyWords[strategy].en}: Redis counts ${audit.byRedis} subscriptions, the servers ${audit.byServers}: they disagree.`,
        })),
    ],
  };
}

function memoryNote(arms: readonly StrategyArm[]): Text {
  const grew = {
    ko: 'Redis 메모리는 하루가 시작하기 전보다 늘어난 양이에요. 위치 캐시, 연결, 역방향 색인이 모두 들어 있어요.',
    en: 'Redis memory is what it grew by since before the day: cache, connections and reverse index included.',
  };
  if (arms.some(({ bufferBytes }) => bufferBytes === undefined)) return grew;
  const [least, most] = [Math.min, Math.max].map((of) =>
    formatFigure(of(...arms.map(({ bufferBytes = 0 }) => bufferBytes)), 'bytes'),
  );
  return {
    ko: `${grew.ko} 연결의 버퍼(${least}~${most})와 명령 통계는 뺐어요. 버퍼는 CLIENT LIST의 qbuf, qbuf-free, rbs, omem이고, Redis가 나중에 줄여요.`,
    en: `${grew.en} Buffers of the connections (${least} to ${most}) and statistics of commands are left out. The buffers are qbuf, qbuf-free, rbs and omem of CLIENT LIST; Redis shrinks them later.`,
  };
}

/** Redis sees servers, not people: by chance, and as counted. */
function receivers({ pushed, delivered, reports, connects }: StrategyArm, servers: number): Text {
  const sent = reports + connects;
  const [people, byChance, copies] = [
    pushed / sent,
    distinctServers(servers, pushed / sent),
    delivered / sent,
  ].map((figure) => formatFigure(figure));
  return {
    ko: `역방향: 위치 한 건은 평균 ${people}명에게 갔어요. 서버 ${servers}대에 똑같이 ${people}명씩 흩어진다면 복사는 ${byChance}번이고(모델), 센 것은 ${copies}번이에요.`,
    en: `With reverse a report went to ${people} people on the average. Were it ${people} each time, spread over ${servers} servers by chance, that would be ${byChance} copies (model); counted were ${copies}.`,
  };
}

/** The same day without a network, beside what was measured. */
function models({ arms }: StrategiesData): TableBlock {
  const cell = (figure: number) => Math.round(figure);
  return {
    kind: 'table',
    id: 'model',
    title: { ko: '측정과 모델', en: 'Measured, and the model' },
    columns: [
      { id: 'strategy', title: { ko: '구독하는 채널', en: 'subscribes to' } },
      { id: 'pushed', title: { ko: '푸시', en: 'pushes' }, unit: 'messages' },
      { id: 'pushed-model', title: { ko: '푸시, 모델', en: 'pushes, model' }, unit: 'messages' },
      { id: 'channels', title: { ko: '채널', en: 'channels' }, unit: 'count' },
      { id: 'channels-model', title: { ko: '채널, 모델', en: 'channels, model' }, unit: 'count' },
      { id: 'missed-model', title: { ko: '안 보임, 모델', en: 'never shown, model' }, unit: 'messages' },
    ],
    rows: arms.map(({ strategy, pushed, channels, model }) => ({
      id: strategy,
      cells: [
        strategyWords[strategy],
        cell(pushed),
        cell(model.pushed),
        cell(channels),
        cell(model.channels),
        model.missed,
      ],
    })),
    notes: [
      {
        ko: '모델은 같은 위치 서버를 네트워크 없이 돌린 것이에요. 다음 막은 이 모델로 다른 세상을 돌려요.',
        en: 'The model is the same location servers without a network. The next act uses it for other worlds.',
      },
    ],
  };
}

/** A world of the book's ratios beside the book: what was counted, times how many times the book is larger. */
function scaledUp(data: StrategiesData, inputs: NearbyParams): TableBlock[] {
  const [scale, arm] = [bookScale(inputs), armOf(data, 'active-reverse')];
  if (scale === null || !arm) return [];
  const load = loadOf(inputs);
  const worldSeconds = inputs.world / 1e3;
  const row = (id: string, line: Text, counted: number, ofBook: number) => ({
    id,
    cells: [line, formatFigure(counted), ...[counted * scale, ofBook].map((figure) => formatFigure(figure))],
  });
  return [
    {
      kind: 'table',
      id: 'scaled-up',
      title: {
        ko: `책의 1/${formatFigure(scale, 'count')} 세상(모델)`,
        en: `A world of 1/${formatFigure(scale, 'count')} of the book (model)`,
      },
      columns: [
        { id: 'line', title: { ko: '항목', en: 'line' } },
        { id: 'counted', title: { ko: '여기서 셈', en: 'counted here' } },
        { id: 'scaled', title: { ko: '책의 크기로', en: 'scaled up' } },
        { id: 'book', title: { ko: '책', en: 'book' } },
      ],
      rows: [
        row('online', { ko: '동시 접속', en: 'connected' }, arm.online, load.online),
        row(
          'updates',
          { ko: '초당 위치 보고(세상의 시간)', en: 'reports a second of the world' },
          (arm.reports + arm.connects) / worldSeconds,
          load.updatesPerSecond,
        ),
        row(
          'pushes',
          { ko: '초당 푸시(세상의 시간)', en: 'pushes a second of the world' },
          arm.pushed / worldSeconds,
          load.pushesPerSecond,
        ),
      ],
    },
  ];
}
