import { formatFigure, type Shown, type TableBlock } from '../../../src/kit/judge.ts';
import type { Placement, ServersData, TransportId } from '../data.ts';
import type { params } from '../settings.ts';
import { placementWords, transportWords } from '../words.ts';

/** As percentages: nearly all, nearly none, and about a half. */
const [all, none] = [99, 1];
const half = [35, 65] as const;

export const serversShown: Shown<ServersData, typeof params> = {
  title: { ko: '서버 두 대', en: 'Two servers' },
  aim: {
    ko: '서버가 두 대일 때 누가 모든 업데이트를 받는지, 스티키 세션과 공유 상태를 비교해요.',
    en: 'With two servers, who gets every update? Stickiness against shared state.',
  },
  predict: {
    prompt: {
      ko: '업데이트가 서버 두 대에 번갈아 들어오고, 서버는 자기가 받은 것만 알아요. 스티키로 늘 같은 서버에 붙어 있는 WebSocket은 업데이트를 얼마나 받을까요?',
      en: 'Updates come in at two servers in turn, and each knows only its own. How many does a WebSocket get that stickiness keeps at one server?',
    },
    choices: [
      {
        id: 'all',
        label: { ko: '모두. 스티키니까 빠뜨리지 않아요', en: 'All: stickiness sees to it' },
        misconception: {
          ko: '스티키는 사람을 한 서버에 두는 일이에요. 다른 서버에 들어온 소식을 가져다주지는 않아요.',
          en: 'Stickiness keeps a person at a server. It does not bring along what came in at the other one.',
        },
      },
      { id: 'half', label: { ko: '절반쯤', en: 'About half' } },
      {
        id: 'none',
        label: { ko: '하나도 받지 못해요', en: 'None' },
        misconception: {
          ko: '자기 서버에 들어온 것은 받아요. 빠지는 것은 다른 서버에 들어온 것이에요.',
          en: 'What comes in at its own server it gets. What it misses came in at the other one.',
        },
      },
    ],
    hints: {
      concept: {
        ko: '한 서버에 들어온 소식은 다른 서버가 어떻게 알까요?',
        en: 'How would one server know what came in at the other?',
      },
      pointer: { ko: '스티키 열과 공유 열을 비교해 보세요.', en: 'Compare the columns sticky and shared.' },
    },
    answer(data) {
      const share = percentOf(data, 'websocket', 'sticky');
      if (share === null) return null;
      if (share >= all) return 'all';
      if (share <= none) return 'none';
      return share >= half[0] && share <= half[1] ? 'half' : null;
    },
  },
  headline(data) {
    const text = (placement: Placement) =>
      formatFigure(percentOf(data, 'websocket', placement) ?? Number.NaN, 'percent');
    return {
      ko: `WebSocket이 받은 업데이트: 스티키 ${text('sticky')}, Redis 공유 ${text('shared')}`,
      en: `updates a WebSocket got: sticky ${text('sticky')}, shared over Redis ${text('shared')}`,
    };
  },
  show: (data) => [table(data)],
};

function percentOf(
  { cells, updates, clientsEach }: ServersData,
  transport: TransportId,
  placement: Placement,
) {
  const cell = cells.find((one) => one.transport === transport && one.placement === placement);
  return cell ? (100 * cell.received) / (updates * clientsEach) : null;
}

const placements: readonly Placement[] = ['by-turns', 'sticky', 'shared'];

function table(data: ServersData): TableBlock {
  const { cells, updates } = data;
  const transports = [...new Set(cells.map(({ transport }) => transport))];
  const met = (transport: TransportId) =>
    cells.find((cell) => cell.transport === transport && cell.placement === 'shared')?.serversMet ?? null;
  return {
    kind: 'table',
    id: 'servers',
    title: {
      ko: `서버 두 대에 번갈아 들어온 업데이트 ${formatFigure(updates, 'count')}건 가운데 받은 비율`,
      en: `Of ${formatFigure(updates, 'count')} updates that came in at two servers in turn, received`,
    },
    columns: [
      { id: 'transport', title: { ko: '전송 방식', en: 'transport' } },
      ...placements.map((id) => ({ id, title: placementWords[id], unit: 'percent' as const })),
      { id: 'met', title: { ko: '공유일 때 만난 서버', en: 'servers met, shared' }, unit: 'servers' },
    ],
    rows: transports.map((transport) => ({
      id: transport,
      cells: [
        transportWords[transport],
        ...placements.map((placement) => percentOf(data, transport, placement)),
        met(transport),
      ],
    })),
    notes: [
      {
        ko: '번갈아, 스티키: 서버가 자기 업데이트만 메모리에 두어요. Redis 공유: 서버끼리 Redis Pub/Sub으로 알려 주고 번호를 함께 써요.',
        en: 'by turns, sticky: each server keeps its own updates in memory. shared: the servers tell each other over Redis Pub/Sub, and number them together.',
      },
    ],
  };
}
