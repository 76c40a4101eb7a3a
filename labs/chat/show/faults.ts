import {
  formatFigure,
  fromRuns,
  type Mark,
  type Shown,
  type TableBlock,
  type TimelineBlock,
  toRuns,
} from '../../../src/kit/judge.ts';
import type { Cell, FaultsData } from '../data.ts';
import type { params } from '../settings.ts';
import { cellWords } from '../words.ts';

export const faultsShown: Shown<FaultsData, typeof params> = {
  title: { ko: '장애와 대화', en: 'Faults' },
  aim: {
    ko: '대화 도중에 장애가 나면 누가 무엇을 놓치는지, 놓친 것을 아는지 봐요.',
    en: 'A fault in the middle of a conversation: who misses what, and do they know?',
  },
  predict: {
    prompt: {
      ko: '서버들은 Pub/Sub으로 서로 알려요. 방에 있는 사람 절반의 네트워크가 잠시 끊겼다가, 클라이언트가 저절로 재연결해요. 그동안의 메시지는 어떻게 될까요?',
      en: 'The servers tell each other by Pub/Sub. For half of the people the network is gone for a moment, then their clients reconnect by themselves. What becomes of the messages of that moment?',
    },
    hints: {
      concept: {
        ko: '서버는 메시지를 보낸 다음 어디에 보관할까요? 돌아온 사람은 무엇을 보고 빠진 것이 있다고 말할까요?',
        en: 'Where does a server keep a message that it has sent? By what could somebody who comes back see a gap?',
      },
      pointer: {
        ko: '표에서 "Pub/Sub만: 잠시 끊김" 줄의 유실과, 유실을 알린 수를 비교해 보세요.',
        en: 'In the row "Pub/Sub only: network cut" compare what was lost with what was told.',
      },
    },
    choices: [
      {
        id: 'come',
        label: { ko: '재연결하면 받아요', en: 'They come on reconnect' },
        misconception: {
          ko: '서버는 보낸 메시지를 기억하지 않고, Pub/Sub도 저장하지 않아요. 돌려줄 것이 없어요.',
          en: 'The server does not remember what it sent, and Pub/Sub keeps nothing: there is nothing to hand over.',
        },
      },
      {
        id: 'told',
        label: { ko: '사라지지만, 사라졌다고 알려 줘요', en: 'They are gone, and people are told' },
        misconception: {
          ko: '무엇을 놓쳤는지 알려면 어디까지 들었는지 번호가 있어야 해요. Pub/Sub 메시지에는 번호가 없어요.',
          en: 'To know that something was missed one needs to know where one stood. A Pub/Sub message has no number.',
        },
      },
      { id: 'gone', label: { ko: '말없이 사라져요', en: 'They are gone without a word' } },
    ],
    answer(cells) {
      const cut = cellOf(cells, 'pubsub', 'phones-cut');
      if (!cut) return null;
      return cut.lost === 0 ? 'come' : cut.told === cut.lost ? 'told' : cut.told === 0 ? 'gone' : null;
    },
  },
  headline(cells) {
    const silent = (mode: Cell['mode']) =>
      formatFigure(
        sumOf(cells, mode, ({ lost, told }) => lost - told),
        'messages',
      );
    return {
      ko: `말없이 사라진 메시지: Pub/Sub만 ${silent('pubsub')}건, Pub/Sub+복구 ${silent('recovery')}건`,
      en: `gone without a word: ${silent('pubsub')} with Pub/Sub only, ${silent('recovery')} with recovery`,
    };
  },
  show: (cells) => [lossTable(cells), orderTable(cells), timesTable(cells), timeline(cells)],
};

export const cellOf = (cells: FaultsData, mode: Cell['mode'], fault: Cell['fault']) =>
  cells.find((cell) => cell.mode === mode && cell.fault === fault);

export const sumOf = (cells: FaultsData, mode: Cell['mode'], of: (cell: Cell) => number) =>
  cells.filter((cell) => cell.mode === mode).reduce((sum, cell) => sum + of(cell), 0);

const idOf = ({ mode, fault }: Cell) => `${mode}-${fault}`;
const caseColumn = { id: 'case', title: { ko: '방식: 장애', en: 'mode: fault' } } as const;

export function lossTable(cells: FaultsData): TableBlock {
  return {
    kind: 'table',
    id: 'losses',
    title: { ko: '무엇을 놓쳤을까', en: 'What was missed' },
    columns: [
      caseColumn,
      { id: 'due', title: { ko: '들어야 할 것', en: 'due' }, unit: 'messages' },
      { id: 'lost', title: { ko: '유실', en: 'lost' }, unit: 'messages' },
      { id: 'told', title: { ko: '유실을 알림', en: 'told so' }, unit: 'messages' },
      { id: 'falsely-recovered', title: { ko: '거짓 복구', en: 'false all-clear' }, unit: 'messages' },
      { id: 'recovered', title: { ko: '재연결로 복구', en: 'recovered' }, unit: 'messages' },
    ],
    rows: cells.map((cell) => ({
      id: idOf(cell),
      cells: [
        cellWords(cell.mode, cell.fault),
        cell.due,
        cell.lost,
        cell.told,
        cell.falselyRecovered,
        cell.recovered,
      ],
    })),
    notes: [
      {
        ko: '들어야 할 것: 저장됐다고 확인받은 메시지에 방의 사람 수를 곱했어요. 유실을 알림: 유실된 것 가운데, 듣지 못한 사람이 "일부가 빠졌다"는 말을 들은 것이에요.',
        en: 'due: acknowledged messages times the people of the room. told so: of the lost, those whose reader was told that something is missing.',
      },
      {
        ko: '거짓 복구: 다 되찾았다는 말을 들었는데 실제로는 빠진 메시지예요.',
        en: 'false all-clear: missing, although the reader was told that everything was recovered.',
      },
    ],
  };
}

function orderTable(cells: FaultsData): TableBlock {
  return {
    kind: 'table',
    id: 'order',
    title: { ko: '순서와 중복', en: 'Order and duplicates' },
    columns: [
      caseColumn,
      { id: 'duplicated', title: { ko: '중복', en: 'duplicated' }, unit: 'messages' },
      { id: 'reordered', title: { ko: '순서 바뀜', en: 'reordered' }, unit: 'messages' },
      { id: 'needless', title: { ko: '불필요한 새로고침', en: 'needless reloads' }, unit: 'attempts' },
      { id: 'reconnects', title: { ko: '재연결', en: 'reconnects' }, unit: 'attempts' },
    ],
    rows: cells.map((cell) => ({
      id: idOf(cell),
      cells: [
        cellWords(cell.mode, cell.fault),
        cell.duplicated,
        cell.reordered,
        cell.needless,
        cell.reconnects,
      ],
    })),
    notes: [
      {
        ko: '불필요한 새로고침: 빠진 것이 없는데도 기록을 새로 받으라는 말을 들은 횟수예요. 서버가 확신할 수 없을 때 생겨요.',
        en: 'needless reloads: somebody was told to take a new page though nothing was missing. It happens where the server cannot be sure.',
      },
    ],
  };
}

function timesTable(cells: FaultsData): TableBlock {
  return {
    kind: 'table',
    id: 'times',
    title: { ko: '다시 따라잡기까지', en: 'Until all caught up' },
    columns: [
      caseColumn,
      { id: 'people', title: { ko: '따라잡은 사람', en: 'who did' }, unit: 'persons' },
      { id: 'median', title: { ko: '중앙값', en: 'median' }, unit: 'ms' },
      { id: 'p99', title: { ko: 'p99', en: 'p99' }, unit: 'ms' },
      { id: 'latest', title: { ko: '가장 늦은 메시지', en: 'latest message' }, unit: 'ms' },
    ],
    rows: cells.map((cell) => ({
      id: idOf(cell),
      cells: [
        cellWords(cell.mode, cell.fault),
        cell.caughtUpMs?.people ?? 0,
        cell.caughtUpMs?.median ?? null,
        cell.caughtUpMs?.p99 ?? null,
        cell.latestMs,
      ],
    })),
    notes: [
      {
        ko: '장애가 시작된 때부터, 장애가 끝나기 전에 오간 말을 모두 들은 때까지예요. 하나라도 빠진 사람은 세지 않아요.',
        en: 'From when the fault began until everything that was said before its end was heard. Who misses one is not counted.',
      },
    ],
  };
}

function timeline(cells: FaultsData): TimelineBlock {
  const last = Math.max(1, ...cells.flatMap(({ worst }) => worst.map(([, to]) => to)));
  const lost: Mark = 'lost';
  return {
    kind: 'timeline',
    id: 'worst',
    title: { ko: '가장 많이 놓친 사람', en: 'The one who missed most' },
    axis: { label: { ko: '방의 메시지 번호', en: "the room's message ids" }, first: 1, last },
    lanes: cells.map((cell) => {
      const heard = new Set(fromRuns(cell.worst));
      const missing = Array.from({ length: last }, (_, index) => index + 1).filter((n) => !heard.has(n));
      const spans = [
        ...cell.worst.map(([first, to]) => ({ first, last: to, mark: 'delivered' as Mark })),
        ...toRuns(missing).map(([first, to]) => ({ first, last: to, mark: lost })),
      ];
      return {
        id: idOf(cell),
        label: cellWords(cell.mode, cell.fault),
        spans: spans.sort((a, b) => a.first - b.first),
      };
    }),
  };
}
