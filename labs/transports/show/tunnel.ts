import {
  countDelivery,
  formatFigure,
  formatQuantity,
  fromRuns,
  type Mark,
  type Shown,
  type TableBlock,
  type TimelineBlock,
  toRuns,
} from '../../../src/kit/judge.ts';
import type { TunnelArm, TunnelArmId, TunnelData } from '../data.ts';
import type { params } from '../settings.ts';
import { tunnelWords, vanishedWords } from '../words.ts';

export const tunnelShown: Shown<TunnelData, typeof params> = {
  title: { ko: '터널을 지나는 휴대폰', en: 'A phone in a tunnel' },
  aim: {
    ko: '네트워크가 잠깐 멈출 때, 끊길 때, 휴대폰이 말없이 사라질 때 업데이트와 연결이 어떻게 되는지 봐요.',
    en: 'What becomes of updates and connections when the network pauses, is cut, or a phone vanishes.',
  },
  predict: {
    prompt: {
      ko: '휴대폰이 터널에 들어가 한동안 아무것도 지나가지 못했지만, 연결은 끊기지 않았어요. 그사이에 보낸 WebSocket 업데이트는 어떻게 될까요?',
      en: 'A phone is in a tunnel: for a while nothing passes, but the connection is not cut. What becomes of the WebSocket updates sent meanwhile?',
    },
    choices: [
      {
        id: 'lost',
        label: { ko: '사라져요', en: 'They are lost' },
        misconception: {
          ko: 'WebSocket은 TCP 위에 있어요. 연결이 살아 있는 한 TCP가 붙들고 있다가 다시 보내요.',
          en: 'A WebSocket stands on TCP. As long as the connection lives, TCP keeps what did not get through and sends it again.',
        },
      },
      { id: 'late', label: { ko: '늦게, 하지만 모두 와요', en: 'They come late, all of them' } },
      {
        id: 'twice',
        label: { ko: '다시 보내서 두 번 오는 것이 있어요', en: 'They are sent again, and some come twice' },
        misconception: {
          ko: 'TCP는 바이트마다 번호를 매겨서, 다시 보낸 것이 두 번 들어오면 하나를 버려요.',
          en: 'TCP numbers each byte: what comes a second time is dropped before the program sees it.',
        },
      },
    ],
    hints: {
      concept: {
        ko: 'WebSocket 아래에 있는 TCP는 도착하지 않은 바이트를 어떻게 할까요?',
        en: 'What does TCP, below the WebSocket, do with bytes that did not arrive?',
      },
      pointer: {
        ko: '멈춤의 유실과 가장 늦은 도착을 함께 보세요.',
        en: 'Look at what the pause lost together with its latest arrival.',
      },
    },
    answer({ pause, everyMs }) {
      const arm = pause.find((one) => one.arm === 'websocket');
      if (!arm) return null;
      const { lost, duplicated } = deliveryOf(arm);
      if (lost.count > 0) return 'lost';
      if (duplicated.count > 0) return 'twice';
      return arm.latestMs > 2 * everyMs ? 'late' : null;
    },
  },
  headline(data) {
    const arm = (arms: readonly TunnelArm[], id: TunnelArmId) => arms.find((one) => one.arm === id);
    const [plain, resumed] = (['websocket', 'websocket-resume'] as const).map((id) => {
      const found = arm(data.cut, id);
      return found ? deliveryOf(found).lost.count : 0;
    });
    const late = formatQuantity(arm(data.pause, 'websocket')?.latestMs ?? Number.NaN, 'ms');
    return {
      ko: `잠깐 멈추자 WebSocket은 최대 ${late} 늦음. 끊긴 뒤 WebSocket의 유실: 그냥 재연결 ${plain}건, 받은 데까지 알려 주며 재연결 ${resumed}건`,
      en: `a pause: WebSocket up to ${late} late; a cut: ${plain} lost, ${resumed} when it says where it was`,
    };
  },
  show: (data) => [table(data), timeline(data), vanishedTable(data)],
};

function deliveryOf({ sent, received }: TunnelArm) {
  return countDelivery({ sent: [[1, sent]], acknowledged: [[1, sent]], received, unknown: [] });
}

function table({ pause, cut }: TunnelData): TableBlock {
  return {
    kind: 'table',
    id: 'tunnel',
    title: { ko: '멈춤과 끊김', en: 'A pause, and a cut' },
    columns: [
      { id: 'transport', title: { ko: '전송 방식', en: 'transport' } },
      { id: 'pause-lost', title: { ko: '멈춤: 유실', en: 'pause: lost' }, unit: 'messages' },
      { id: 'pause-latest', title: { ko: '멈춤: 가장 늦음', en: 'pause: latest' }, unit: 'ms' },
      { id: 'cut-lost', title: { ko: '끊김: 유실', en: 'cut: lost' }, unit: 'messages' },
      { id: 'cut-latest', title: { ko: '끊김: 가장 늦음', en: 'cut: latest' }, unit: 'ms' },
      { id: 'duplicated', title: { ko: '중복', en: 'duplicated' }, unit: 'messages' },
    ],
    rows: pause.map((paused) => {
      const other = cut.find(({ arm }) => arm === paused.arm);
      const [one, two] = [deliveryOf(paused), other ? deliveryOf(other) : null];
      return {
        id: paused.arm,
        cells: [
          tunnelWords[paused.arm],
          one.lost.count,
          paused.latestMs,
          two?.lost.count ?? null,
          other?.latestMs ?? null,
          one.duplicated.count + (two?.duplicated.count ?? 0),
        ],
      };
    }),
    notes: [
      {
        ko: '멈춤은 우리 프록시가 바이트를 붙들어 두는 것으로 흉내 내요. 실제 네트워크에서는 TCP가 다시 보내고, 그 간격이 점점 길어져서 더 늦어요.',
        en: 'The pause is made by our proxy, which holds the bytes. On a real network TCP sends them again, at longer and longer intervals, and they come later still.',
      },
      {
        ko: '위치 전달: 다시 연결할 때 마지막으로 받은 번호를 주소에 적어요. SSE에는 그 자리가 정해져 있고(Last-Event-ID), WebSocket은 앱이 만들어야 해요.',
        en: 'position: on reconnecting the client names the last id it got. SSE has a header for that (Last-Event-ID); with WebSocket the app has to do it.',
      },
    ],
  };
}

function timeline({ cut }: TunnelData): TimelineBlock {
  const last = Math.max(...cut.map(({ sent }) => sent));
  return {
    kind: 'timeline',
    id: 'cut-ids',
    title: { ko: '연결이 끊긴 동안의 업데이트', en: 'The updates while the connection was cut' },
    axis: { label: { ko: '업데이트 번호', en: 'update' }, first: 1, last },
    lanes: cut.map((arm) => {
      const received = [...new Set(fromRuns(arm.received))].sort((a, b) => a - b);
      const span = (mark: Mark) => (run: readonly [number, number]) => ({
        first: run[0],
        last: run[1],
        mark,
      });
      const spans = [
        ...toRuns(received).map(span('delivered')),
        ...deliveryOf(arm).lost.ids.map(span('lost')),
      ];
      return { id: arm.arm, label: tunnelWords[arm.arm], spans: spans.sort((a, b) => a.first - b.first) };
    }),
  };
}

function vanishedTable({ vanished, watchedMs }: TunnelData): TableBlock {
  const watched = formatFigure(watchedMs, 'ms');
  return {
    kind: 'table',
    id: 'vanished',
    title: { ko: '말없이 사라진 클라이언트', en: 'Clients that vanished' },
    columns: [
      { id: 'transport', title: { ko: '전송 방식', en: 'transport' } },
      { id: 'freed', title: { ko: '사라지기까지(ms)', en: 'until the server let go (ms)' } },
    ],
    rows: vanished.map(({ arm, freedAfterMs }) => ({
      id: arm,
      cells: [vanishedWords[arm], freedAfterMs === null ? `>${watched}` : formatFigure(freedAfterMs)],
    })),
    notes: [
      {
        ko: '서버의 상대는 nginx라서, 휴대폰이 사라져도 TCP는 아무 말이 없어요. ping에 응답이 없을 때 비로소 알아요(여기서는 100 ms마다). 롱 폴링은 다음 업데이트에 응답하면서 끝나요. 받는 사람은 없어요.',
        en: "The server's peer is nginx, so TCP says nothing when a phone vanishes. What tells is a ping without an answer (here every 100 ms). A long poll ends with its answer to the next update, which nobody gets.",
      },
    ],
  };
}
