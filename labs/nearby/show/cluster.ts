import {
  formatFigure,
  median,
  type PairedRatio,
  pairedRatio,
  type Shown,
  type TableBlock,
  type Text,
} from '../../../src/kit/judge.ts';
import type { ClusterArm, ClusterData, ClusterWay } from '../data.ts';
import type { params } from '../settings.ts';
import { clusterWords, reshardingWords } from '../words.ts';

export const clusterShown: Shown<ClusterData, typeof params> = {
  title: { ko: 'Redis Cluster', en: 'Redis Cluster' },
  aim: {
    ko: '위치 하나를 발행하면 클러스터의 서버들이 서로 무엇을 보내는지, 서버 자신의 카운터로 세요.',
    en: 'A position is published: what do the nodes of a cluster send each other, by their own counters?',
  },
  predict: {
    prompt: {
      ko: '서버가 여러 대인 클러스터에서, 한 서버에 연결된 위치 서버만 어떤 채널을 구독해요(SUBSCRIBE). 다른 서버에서 그 채널에 PUBLISH하면, 서버들은 서로 메시지를 몇 건 보낼까요?',
      en: 'In a cluster of several nodes somebody at one of them has subscribed to a channel (SUBSCRIBE). At another node a message is published to it (PUBLISH): how many messages do the nodes send each other?',
    },
    hints: {
      concept: {
        ko: '발행을 받은 서버는 누가 어디에서 듣고 있는지 알까요?',
        en: 'Does the node that is published at know who listens at which?',
      },
      pointer: {
        ko: '"서버 사이" 열을 발행한 수와 비교해 보세요.',
        en: 'Compare the column "between nodes" with what was published.',
      },
    },
    choices: [
      {
        id: 'none',
        label: { ko: '하나도 안 보내요', en: 'None' },
        misconception: {
          ko: '그러면 다른 서버에서 듣는 사람에게 닿을 수 없어요. 하나도 보내지 않는 것은 샤드 Pub/Sub이에요.',
          en: 'Then it could not reach who listens elsewhere. None is what sharded Pub/Sub sends.',
        },
      },
      {
        id: 'listening',
        label: { ko: '듣는 서버에만 1건', en: 'One, to the node with the subscriber' },
        misconception: {
          ko: '서버들은 서로의 구독자를 몰라요. 그래서 듣는 사람이 없는 서버에도 보내요.',
          en: 'A node does not know of the subscribers of others: it sends to those without one, too.',
        },
      },
      { id: 'every', label: { ko: '다른 서버 모두에 1건씩', en: 'One to every other node' } },
    ],
    offWhen: ({ cluster }) =>
      cluster > 2
        ? null
        : { ko: '질문은 서버가 3대 이상일 때를 물어요.', en: 'The question is about three nodes or more.' },
    answer: (data) => {
      const sent = betweenNodes(armOf(data, 'classic'));
      if (sent === null) return null;
      if (sent < 0.1) return 'none';
      return sent < 0.9 * (data.nodes - 1) ? 'listening' : 'every';
    },
  },
  headline: (data) => {
    const [classic, sharded] = (['classic', 'sharded'] as const).map((way) =>
      formatFigure(betweenNodes(armOf(data, way)) ?? Number.NaN),
    );
    return {
      ko: `발행 한 건에 서버 사이 메시지: 일반 ${classic}건, 샤드 ${sharded}건`,
      en: `messages between nodes for each published: classic ${classic}, sharded ${sharded}`,
    };
  },
  show: (data) => [table(data), ...reshardingTable(data)],
};

export const withoutCluster: Text = {
  ko: '서버가 두 대는 있어야 하고 만드는 데 몇 초가 걸려서, 이 설정에서는 빼요. 하려면 --cluster 3을 주세요.',
  en: 'A cluster has two servers or more and takes seconds to come up: left out with these settings; --cluster 3 brings it.',
};

const armOf = (data: ClusterData, way: ClusterWay): ClusterArm | undefined =>
  data.arms.find((arm) => arm.way === way);

/** For each message that was published. */
function betweenNodes(arm: ClusterArm | undefined): number | null {
  return median((arm?.trials ?? []).map((trial) => trial.betweenNodes / trial.published));
}

/** How many times the processor time of all nodes that sharded takes. */
function dearer(data: ClusterData): PairedRatio | null {
  const [classic, sharded] = [armOf(data, 'classic'), armOf(data, 'sharded')];
  const pairs = (classic?.trials ?? []).flatMap(({ cpuMs }, round): [number, number][] => {
    const other = sharded?.trials[round]?.cpuMs ?? 0;
    return cpuMs > 0 && other > 0 ? [[cpuMs, other]] : [];
  });
  return pairedRatio(pairs);
}

function table(data: ClusterData): TableBlock {
  const more = dearer(data);
  const { low, high } = more?.interval ?? {};
  const interval =
    low === undefined || high === undefined ? null : `${formatFigure(low)}–${formatFigure(high)}`;
  return {
    kind: 'table',
    id: 'cluster',
    title: { ko: '클러스터 안에서 오간 것', en: 'Within the cluster' },
    columns: [
      { id: 'way', title: { ko: 'Pub/Sub', en: 'Pub/Sub' } },
      { id: 'delivered', title: { ko: '전달', en: 'delivered' }, unit: 'messages' },
      { id: 'between', title: { ko: '서버 사이', en: 'between nodes' }, unit: 'messages' },
      { id: 'cpu', title: { ko: '발행당 CPU', en: 'CPU a message' }, unit: 'us' },
      { id: 'times', title: { ko: '샤드 대비 CPU', en: 'CPU against sharded' }, unit: 'ratio' },
      { id: 'interval', title: { ko: '95% 신뢰구간', en: '95% interval' } },
    ],
    rows: data.arms.map(({ way, trials }) => ({
      id: way,
      cells: [
        clusterWords[way],
        median(trials.map(({ delivered }) => delivered)),
        median(trials.map((trial) => trial.betweenNodes)),
        median(trials.map(({ cpuMs, published }) => (1e3 * cpuMs) / published)),
        way === 'classic' ? (more?.ratio ?? null) : null,
        way === 'classic' ? interval : null,
      ],
    })),
    notes: [
      {
        ko: `서버 ${data.nodes}대, 채널 ${data.channels}개예요. 채널마다 위치 서버 하나가 듣고, 시행마다 ${data.arms[0]?.trials[0]?.published ?? 0}건을 발행해요. 값은 시행의 중앙값이에요.`,
        en: `${data.nodes} nodes and ${data.channels} channels, one location server listening to each; ${data.arms[0]?.trials[0]?.published ?? 0} messages a trial. Figures are medians of the trials.`,
      },
      {
        ko: '서버 사이: CLUSTER INFO의 publish_sent와 publishshard_sent예요. CPU는 모든 서버의 합이에요.',
        en: 'Between nodes: publish_sent and publishshard_sent of CLUSTER INFO. The CPU is that of all nodes together.',
      },
    ],
  };
}

function reshardingTable({ resharding, nodes, channels }: ClusterData): TableBlock[] {
  if (!resharding) return [];
  return [
    {
      kind: 'table',
      id: 'resharding',
      title: { ko: '서버가 바뀔 때, 샤드 Pub/Sub', en: 'When the nodes change, sharded Pub/Sub' },
      columns: [
        { id: 'change', title: { ko: '변화', en: 'change' } },
        { id: 'told', title: { ko: 'sunsubscribe', en: 'sunsubscribe' }, unit: 'messages' },
        { id: 'subscribed', title: { ko: '다시 구독', en: 'resubscribed' }, unit: 'count' },
        { id: 'quiet', title: { ko: '끝날 때까지', en: 'until quiet' }, unit: 'ms' },
        { id: 'missed', title: { ko: '유실', en: 'lost' }, unit: 'messages' },
        { id: 'refused', title: { ko: '발행 실패', en: 'publish failed' }, unit: 'messages' },
      ],
      rows: resharding.map(({ change, sunsubscribed, resubscribed, quietMs, missed, refused }) => ({
        id: change,
        cells: [reshardingWords[change], sunsubscribed, resubscribed, quietMs, missed, refused],
      })),
      notes: [
        {
          ko: `서버 ${nodes}대 가운데 한 대의 채널을 다른 서버로 넘기고, 추가한 서버에 나눠 주듯 되돌려 받고, 그 서버를 죽인 뒤 다시 넘겼어요. 채널 ${channels}개 가운데 ${resharding[0]?.moved ?? 0}개가 옮겨 가요.`,
          en: `Of ${nodes} nodes one hands its channels to the others, gets them back as a node that is added would, and is killed, and they are handed over again. ${resharding[0]?.moved ?? 0} of ${channels} channels move.`,
        },
        {
          ko: '슬롯은 CLUSTER SETSLOT으로, 채널이 있는 것만 넘겨요. 죽은 서버의 슬롯은 복제본이 없어서 저희가 곧바로 넘겼어요. sunsubscribe는 서버가 스스로 알린 것이고, 새 서버는 구독하는 쪽이 CLUSTER SLOTS로 찾아요.',
          en: 'CLUSTER SETSLOT hands over the slots that have channels. The dead node has no replica: its slots are handed over at once, as an operator would. sunsubscribe is what nodes say by themselves; the new node is found by CLUSTER SLOTS.',
        },
      ],
    },
  ];
}
