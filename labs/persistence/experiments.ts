// What to break by hand: OK and gone, what a goodbye is worth, and a setting that nobody wrote down.
import type { Experiment, Look } from '../../src/kit/judge.ts';

const killed = ({ looks }: { readonly looks: readonly Look[] }) =>
  looks.some(({ server }) => server === null);
const startAgain = { ko: '여기서 r 키로 다시 켜요', en: 'Start it again: press r here' };

/** After the restart: another process answers. */
function afterRestart({ looks }: { readonly looks: readonly Look[] }, is: (look: Look) => boolean): boolean {
  const [first] = looks;
  return looks.some((look) => look.server !== null && look.server !== first?.server && is(look));
}

export const experiments: readonly Experiment[] = [
  {
    id: 'ok-and-gone',
    title: { ko: 'OK를 받고도 잃기', en: 'OK, and gone' },
    act: 'damage',
    on: 'redis',
    watch: { orders: { ask: ['EXISTS', 'order:1', 'order:2', 'order:3'], read: Number } },
    steps: [
      {
        task: { ko: '주문 세 건을 써요', en: 'Write three orders' },
        command: ({ client }) => `${client} MSET order:1 kimbap order:2 ramyeon order:3 tteok`,
        expect: { ko: 'OK. 서버가 받았다는 뜻이에요.', en: 'OK: the server has them.' },
        done: ({ looks }) => looks.some(({ figures }) => figures.orders === 3),
      },
      {
        task: { ko: '서버를 kill -9로 죽여요', en: 'Kill the server with -9' },
        command: ({ pid }) => `kill -9 ${pid}`,
        expect: { ko: '아무 말도 없어요.', en: 'Nothing at all.' },
        done: killed,
      },
      {
        task: startAgain,
        command: null,
        expect: { ko: '세 건 가운데 하나도 없어요.', en: 'None of the three is there.' },
        done: (seen) => afterRestart(seen, ({ figures }) => figures.orders === 0),
      },
    ],
    hints: {
      concept: {
        ko: 'OK는 메모리에 썼다는 말이에요. 디스크에 대해서는 설정이 말해 줘요.',
        en: 'OK speaks of memory. About the disk the settings speak.',
      },
      pointer: { ko: 'save와 appendonly의 값을 보세요.', en: 'Look at save and appendonly.' },
      command: ({ client }) => `${client} CONFIG GET save appendonly`,
    },
    learned: {
      ko: '이 서버는 아무것도 저장하지 않아요. OK가 무엇을 약속하는지는 설정이 정해요.',
      en: 'This server persists nothing. What OK promises is up to the settings.',
    },
  },
  {
    id: 'goodbye',
    title: { ko: '인사하고 끝내기', en: 'With a goodbye' },
    act: 'damage',
    on: 'redis',
    watch: {
      carts: { ask: ['EXISTS', 'cart:1', 'cart:2', 'cart:3'], read: Number },
      save: { ask: ['CONFIG', 'GET', 'save'], read: (reply) => String((reply as string[])[1]) },
    },
    steps: [
      {
        task: { ko: '한 시간에 한 번 저장하라고 해요', en: 'Tell it to save once an hour' },
        command: ({ client }) => `${client} CONFIG SET save '3600 1'`,
        expect: { ko: 'OK.', en: 'OK.' },
        done: ({ looks }) => looks.some(({ figures }) => figures.save === '3600 1'),
      },
      {
        task: { ko: '장바구니 세 개를 써요', en: 'Write three carts' },
        command: ({ client }) => `${client} MSET cart:1 milk cart:2 rice cart:3 eggs`,
        expect: { ko: 'OK.', en: 'OK.' },
        done: ({ looks }) => looks.some(({ figures }) => figures.carts === 3),
      },
      {
        task: { ko: '한 시간을 기다리지 않고 SIGTERM을 보내요', en: 'Do not wait for an hour: send SIGTERM' },
        command: ({ pid }) => `kill ${pid}`,
        expect: { ko: '아무 말도 없어요. 로그에는 인사가 있어요.', en: 'Nothing; its log has a goodbye.' },
        done: killed,
      },
      {
        task: startAgain,
        command: null,
        expect: { ko: '세 개가 모두 있어요.', en: 'All three are there.' },
        done: (seen) => afterRestart(seen, ({ figures }) => figures.carts === 3),
      },
    ],
    hints: {
      concept: {
        ko: 'SIGTERM을 받은 Redis는 끝나기 전에 할 일을 해요. kill -9에는 그럴 틈이 없어요.',
        en: 'On SIGTERM Redis does something before it ends. kill -9 leaves no time.',
      },
      pointer: { ko: '마지막으로 저장한 때를 보세요.', en: 'Look at when it last saved.' },
      command: ({ client }) => `${client} LASTSAVE`,
    },
    learned: {
      ko: '저장 시점이 하나라도 있으면 끝나기 전에 스냅샷을 써요(문서: SHUTDOWN). 배포할 때 kill -9로 끝내면 이 기회가 없어요.',
      en: 'With any save point it writes a snapshot before it ends (docs: SHUTDOWN). A deploy that uses kill -9 forgoes that.',
    },
  },
  {
    id: 'forgotten-setting',
    title: { ko: '적어 두지 않은 설정', en: 'A setting nobody wrote down' },
    act: 'damage',
    on: 'redis',
    watch: {
      notes: { ask: ['EXISTS', 'note:1'], read: Number },
      aof: { ask: ['CONFIG', 'GET', 'appendonly'], read: (reply) => String((reply as string[])[1]) },
    },
    steps: [
      {
        task: { ko: '돌고 있는 서버에 AOF를 켜요', en: 'Turn AOF on in the running server' },
        command: ({ client }) => `${client} CONFIG SET appendonly yes`,
        expect: { ko: 'OK.', en: 'OK.' },
        done: ({ looks }) => looks.some(({ figures }) => figures.aof === 'yes'),
      },
      {
        task: { ko: '메모 하나를 써요', en: 'Write a note' },
        command: ({ client }) => `${client} SET note:1 remember`,
        expect: { ko: 'OK. 이제 AOF에도 있어요.', en: 'OK; it is in the AOF as well.' },
        done: ({ looks }) => looks.some(({ figures }) => figures.notes === 1),
      },
      {
        task: { ko: 'kill -9로 죽여요', en: 'Kill it with -9' },
        command: ({ pid }) => `kill -9 ${pid}`,
        expect: { ko: '아무 말도 없어요.', en: 'Nothing at all.' },
        done: killed,
      },
      {
        task: startAgain,
        command: null,
        expect: {
          ko: 'appendonly는 다시 no이고, 메모는 없어요. AOF 파일은 그대로 있는데요.',
          en: 'appendonly is no again, and the note is gone, although the AOF file is there.',
        },
        done: (seen) => afterRestart(seen, ({ figures }) => figures.aof === 'no' && figures.notes === 0),
      },
    ],
    hints: {
      concept: {
        ko: 'CONFIG SET은 지금 돌고 있는 서버에만 말해요. 다시 켜질 때는 설정 파일과 인자를 읽어요.',
        en: 'CONFIG SET speaks to the running server. When it starts again it reads its file and its arguments.',
      },
      pointer: {
        ko: '다시 켜진 서버의 appendonly를 보세요.',
        en: 'Look at appendonly of the server that came back.',
      },
      command: ({ client }) => `${client} CONFIG GET appendonly`,
    },
    learned: {
      ko: 'CONFIG SET으로 바꾼 것은 CONFIG REWRITE로 적어 두어야 남아요(문서: CONFIG REWRITE).',
      en: 'What CONFIG SET changed stays only when CONFIG REWRITE writes it down (docs: CONFIG REWRITE).',
    },
  },
];
