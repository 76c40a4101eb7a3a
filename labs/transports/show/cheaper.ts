import {
  formatFigure,
  formatQuantity,
  type LinesBlock,
  median,
  type Prediction,
  type Shown,
  type TableBlock,
  type Text,
} from '../../../src/kit/judge.ts';
import type { CheaperCell, CheaperData } from '../data.ts';
import { bytesOf, cpuOf, perSecond, perUpdate } from '../judge/stream-figures.ts';
import { type Answer, turningPoint } from '../judge/turning-point.ts';
import type { params } from '../settings.ts';
import { transportWords } from '../words.ts';
import { qualityOf } from './quality.ts';

const predict: Prediction<CheaperData, typeof params> = {
  prompt: {
    ko: 'WebSocket을 열어 두는 것과 일정한 간격으로 물어보는 것 가운데 서버 CPU를 덜 쓰는 쪽은 어느 쪽일까요? 업데이트가 점점 잦아지면요?',
    en: 'Which takes less CPU of the server: keeping a WebSocket open, or asking at a fixed interval? And as updates come more and more often?',
  },
  choices: [
    {
      id: 'never',
      label: { ko: '언제나 WebSocket이 덜 써요', en: 'Always the WebSocket' },
      misconception: {
        ko: 'WebSocket은 업데이트마다 프레임을 하나씩 보내요. 물어보는 쪽은 그사이에 쌓인 것을 응답 하나로 받으니, 아주 잦아지면 뒤집혀요.',
        en: 'A WebSocket sends a frame for each update. An answer carries all that have piled up since the last one: when they come very often, it turns.',
      },
    },
    {
      id: 'turns',
      label: {
        ko: '드물 때는 WebSocket, 아주 잦을 때는 물어보기',
        en: 'The WebSocket when they are rare, asking when they are very frequent',
      },
    },
    {
      id: 'always',
      label: { ko: '언제나 물어보는 쪽이 덜 써요', en: 'Always asking' },
      misconception: {
        ko: '열린 연결은 조용할 때 CPU를 거의 쓰지 않아요. 물어보는 쪽은 새 소식이 없어도 간격마다 요청 하나를 처리해야 해요.',
        en: 'An open connection takes hardly any CPU while it is silent. Who asks makes the server handle a request each time, news or not.',
      },
    },
  ],
  hints: {
    concept: {
      ko: '업데이트 하나마다 내는 비용과 질문 하나마다 내는 비용은 어떻게 늘어날까요?',
      en: 'How does a cost for each update grow, and a cost for each question?',
    },
    pointer: {
      ko: '그림에서 두 선이 오른쪽으로 가며 어떻게 움직이는지 보세요.',
      en: 'Follow the two lines of the picture to the right.',
    },
  },
  answer(data) {
    const answer = turningPoint(data);
    if (answer.turns) return answer.turns.interval ? 'turns' : null;
    return answer.asking === 'unclear' ? null : answer.asking;
  },
};

export const cheaperShown: Shown<CheaperData, typeof params> = {
  title: { ko: '열어 두기와 물어보기', en: 'Keeping open, and asking' },
  aim: {
    ko: '업데이트가 잦아질수록 WebSocket과 숏 폴링이 쓰는 서버 CPU가 어떻게 달라지는지 봐요.',
    en: 'The CPU of the server for a WebSocket and for short polling, as updates come more often.',
  },
  predict,
  headline: (data) => turningText(turningPoint(data), data.intervalMs),
  show: (data) => [picture(data), ratesTable(data), idleTable(data)],
  quality: ({ cells }) =>
    cells.map((cell) => qualityOf(rowId(cell.transport, cell.rate), named(cell.transport, cell.rate), cell)),
};

function turningText(answer: Answer, intervalMs: number): Text {
  const every = formatQuantity(intervalMs, 'ms');
  if (answer.turns) {
    const { rate, interval } = answer.turns;
    const [at, low, high] = [rate, interval?.low ?? Number.NaN, interval?.high ?? Number.NaN].map((one) =>
      formatFigure(one, 'count'),
    );
    return {
      ko: `${every}마다 물을 때 물어보기가 CPU를 덜 쓰기 시작하는 지점: 초당 업데이트 ${at}건${interval ? `(95% 신뢰구간 ${low}~${high}건)` : ''}`,
      en: `it turns at ${at} updates a second${interval ? ` (95 % interval ${low} to ${high})` : ''}, asking every ${every}`,
    };
  }
  const said: Record<typeof answer.asking, Text> = {
    never: {
      ko: '잰 속도에서는 모두 WebSocket이 서버 CPU를 덜 썼어요',
      en: 'at every rate measured the WebSocket took less CPU',
    },
    always: {
      ko: '잰 속도에서는 모두 물어보는 쪽이 서버 CPU를 덜 썼어요',
      en: 'at every rate measured asking took less CPU',
    },
    unclear: {
      ko: '어느 쪽이 덜 쓰는지 이 측정으로는 알 수 없어요',
      en: 'this run cannot tell which takes less CPU',
    },
  };
  return said[answer.asking];
}

function picture({ rates, cells, intervalMs }: CheaperData): LinesBlock {
  const every = formatQuantity(intervalMs, 'ms');
  const labels: Readonly<Record<CheaperCell['transport'], Text>> = {
    websocket: transportWords.websocket,
    poll: { ko: `${every}마다 물어보기`, en: `asking every ${every}` },
  };
  return {
    kind: 'lines',
    id: 'cpu',
    title: {
      ko: '업데이트 하나에 쓴 서버 CPU, 시행의 중앙값',
      en: 'CPU of the server for an update at one client, median of the trials',
    },
    unit: 'us',
    axis: { label: { ko: '초당 업데이트', en: 'updates' }, unit: 'perSecond', at: rates },
    series: (['websocket', 'poll'] as const).map((transport) => ({
      id: transport,
      label: labels[transport],
      values: rates.map((rate) => medianCpu(trialsAt(cells, transport, rate))),
    })),
  };
}

function trialsAt(
  cells: readonly CheaperCell[],
  transport: CheaperCell['transport'],
  rate: number,
): CheaperCell['trials'] {
  return cells.find((cell) => cell.transport === transport && cell.rate === rate)?.trials ?? [];
}

function rowId(transport: string, rate: number): string {
  return `${transport}:${rate}`;
}

function named(transport: CheaperCell['transport'], rate: number): Text {
  const { ko, en } = transportWords[transport];
  const at = formatFigure(rate, 'count');
  return { ko: `${ko}, 초당 ${at}건`, en: `${en}, ${at}/s` };
}

function ratesTable(data: CheaperData): TableBlock {
  const { cells, clients } = data;
  const { turns } = turningPoint(data);
  const rows = cells.map(({ transport, rate, trials }) => ({
    id: rowId(transport, rate),
    cells: [
      named(transport, rate),
      perSecond(trials, ({ requests }) => requests),
      medianCpu(trials),
      cpuPercent(trials),
      perUpdate(trials, bytesOf),
    ],
  }));
  const updates = formatFigure(turns?.perAnswer ?? Number.NaN);
  return {
    kind: 'table',
    id: 'rates',
    title: {
      ko: `클라이언트 ${formatFigure(clients, 'count')}명`,
      en: `${formatFigure(clients, 'count')} clients`,
    },
    columns: [
      { id: 'arm', title: { ko: '방식과 속도', en: 'way and rate' } },
      { id: 'requests', title: { ko: '요청', en: 'requests' }, unit: 'perSecond' },
      { id: 'cpu', title: { ko: 'CPU/업데이트', en: 'CPU/update' }, unit: 'us' },
      { id: 'core', title: { ko: '코어 하나의 몫', en: 'of a core' }, unit: 'percent' },
      { id: 'bytes', title: { ko: '바이트/업데이트', en: 'bytes/update' }, unit: 'bytes' },
    ],
    rows,
    notes: [
      { ko: 'CPU/업데이트: 시행의 중앙값이에요.', en: 'CPU/update: the median of the trials.' },
      ...(turns
        ? [
            {
              ko: `뒤집히는 지점에서 응답 하나에 업데이트가 ${updates}건 들어 있었어요. 모델: 다른 간격에서도 응답 하나에 이만큼 쌓이는 속도에서 뒤집힌다고 보면, 간격이 두 배면 속도는 절반이에요.`,
              en: `Where it turns an answer held ${updates} updates. Model: if it turns at as many in an answer at any interval, twice the interval halves the rate.`,
            },
          ]
        : []),
    ],
  };
}

/** Of the trials: one in which the machine was elsewhere does not move it. */
function medianCpu(trials: CheaperCell['trials']): number | null {
  return median(trials.map((trial) => cpuOf(trial) / trial.due));
}

/** 100 is one core, all of the time. */
function cpuPercent(trials: CheaperCell['trials']): number | null {
  const usPerSecond = perSecond(trials, cpuOf);
  return usPerSecond === null ? null : usPerSecond / 1e4;
}

function idleTable({ idle }: CheaperData): TableBlock {
  return {
    kind: 'table',
    id: 'idle',
    title: { ko: '아무 소식이 없을 때 서버 메모리', en: 'Memory of the server while nothing happens' },
    columns: [
      { id: 'transport', title: { ko: '전송 방식', en: 'transport' } },
      { id: 'clients', title: { ko: '기다리는 클라이언트', en: 'waiting' }, unit: 'persons' },
      { id: 'memory', title: { ko: '한 명에 드는 메모리', en: 'memory for each' }, unit: 'bytes' },
    ],
    rows: idle.map(({ transport, clients, bytesEach }) => ({
      id: transport,
      cells: [transportWords[transport], clients, bytesEach],
    })),
    notes: [
      {
        ko: '메모리: 가비지 컬렉션 뒤에 Node 프로그램이 쓰고 있는 만큼이에요. 커널이 소켓마다 쓰는 몫은 빠져 있어요.',
        en: 'memory: what the Node program holds after a garbage collection. What the kernel keeps for each socket is not in it.',
      },
    ],
  };
}
