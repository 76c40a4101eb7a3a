import { type Block, formatFigure, type Shown, type Text } from '../../../src/kit/judge.ts';
import type { Damage, DamageArm, DamageData } from '../data.ts';
import type { params } from '../settings.ts';
import { damageWords } from '../words.ts';

const armOf = ({ arms }: DamageData, damage: Damage) => arms.find((arm) => arm.damage === damage);

export const damageShown: Shown<DamageData, typeof params> = {
  title: { ko: '망가진 파일', en: 'Spoiled files' },
  aim: {
    ko: '파일의 끝을 찢고, 가운데 한 바이트를 바꿔 봐요. Redis는 뭐라고 하고, 무엇을 건질 수 있을까요?',
    en: 'The end of a file is torn off, a byte inside is turned over. What does Redis say, and what can be saved?',
  },
  predict: {
    prompt: {
      ko: 'AOF의 한가운데 한 바이트가 바뀌었어요. Redis를 켜면 어떻게 될까요?',
      en: 'One byte in the middle of the AOF has changed. What happens when Redis is started?',
    },
    hints: {
      concept: {
        ko: '찢긴 끝은 정전이면 으레 생겨요. 바뀐 가운데는 그렇지 않아요.',
        en: 'A torn end is what a power cut leaves. A changed middle is not.',
      },
      pointer: {
        ko: '끝이 찢긴 줄과 가운데가 바뀐 줄을 비교해 보세요.',
        en: 'Compare the row of the torn end with that of the byte inside.',
      },
    },
    choices: [
      {
        id: 'starts',
        label: { ko: '그 명령만 건너뛰고 켜져요', en: 'It starts and leaves that one command out' },
        misconception: {
          ko: '뒤의 명령들이 맞는지 알 수 없어서, Redis는 멋대로 건너뛰지 않아요(문서: Persistence).',
          en: 'Nobody knows whether what follows is right, so Redis does not skip by itself (docs: Persistence).',
        },
      },
      { id: 'refuses', label: { ko: '켜지지 않아요', en: 'It refuses to start' } },
    ],
    answer: (data) => {
      const arm = armOf(data, 'aof-flipped');
      if (!arm) return null;
      return arm.keptByRestart === null ? 'refuses' : 'starts';
    },
  },
  headline: (data) => {
    const [torn, flipped] = [armOf(data, 'aof-torn'), armOf(data, 'aof-flipped')];
    const [fromTorn, fromFlipped] = [savedFrom(torn), savedFrom(flipped)];
    return {
      ko: `AOF의 끝이 찢김: ${fromTorn.ko} · 한 바이트가 바뀜: ${fromFlipped.ko}`,
      en: `AOF torn: ${fromTorn.en} · one byte changed: ${fromFlipped.en}`,
    };
  },
  show: (data) => [table(data), words(data)],
};

/** Whether the server started, and what was saved at last, by the restart or by the tool. */
function savedFrom(arm: DamageArm | undefined): Text {
  if (!arm) return { ko: '재지 못했어요', en: 'not measured' };
  const { written, keptByRestart, keptByTool } = arm;
  const [of, kept] = [written, keptByRestart ?? keptByTool ?? 0].map((n) => formatFigure(n, 'count'));
  if (keptByRestart !== null)
    return { ko: `켜졌고 ${of}개 가운데 ${kept}개 남음`, en: `starts with ${kept} of ${of}` };
  const refused = { ko: '켜지지 않음', en: 'refuses to start' };
  if (keptByTool === null) return refused;
  return {
    ko: `${refused.ko}, --fix로 ${of}개 가운데 ${kept}개 남음`,
    en: `${refused.en}, --fix saves ${kept} of ${of}`,
  };
}

function table({ arms }: DamageData): Block {
  return {
    kind: 'table',
    id: 'damage',
    title: { ko: '무엇을 건졌나', en: 'What was saved' },
    columns: [
      { id: 'damage', title: { ko: '망가진 곳', en: 'what is spoiled' } },
      { id: 'written', title: { ko: '쓴 키', en: 'written' }, unit: 'count' },
      { id: 'restart', title: { ko: '다시 켠 뒤', en: 'after a restart' }, unit: 'count' },
      { id: 'tool', title: { ko: '--fix 뒤', en: 'after --fix' }, unit: 'count' },
    ],
    rows: arms.map((arm) => ({
      id: arm.damage,
      cells: [damageWords[arm.damage], arm.written, arm.keptByRestart, arm.keptByTool],
    })),
    notes: [
      {
        ko: '다시 켠 뒤가 비어 있으면 서버가 켜지기를 거절한 거예요. --fix는 redis-check-aof --fix예요. 망가진 곳부터 끝까지 잘라 내요.',
        en: 'Empty after a restart: the server refused to start. --fix is redis-check-aof --fix, which cuts from the damage to the end.',
      },
      {
        ko: '엄격하게: aof-load-truncated no. 기본값 yes는 찢긴 끝을 버리고 켜져요.',
        en: 'strict: aof-load-truncated no. The default, yes, drops a torn end and starts.',
      },
    ],
  };
}

function words({ arms }: DamageData): Block {
  return {
    kind: 'transcript',
    id: 'said',
    title: { ko: '서버의 로그', en: "The server's log" },
    lines: arms.flatMap(({ damage, said }) =>
      said === null
        ? []
        : [{ connection: 'redis', direction: 'receives' as const, line: said, comment: damageWords[damage] }],
    ),
  };
}
