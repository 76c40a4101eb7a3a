import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import pubsub from '../../labs/pubsub/index.ts';
import type { Experiment } from '../../src/core/experiment.ts';
import type { Rung } from '../../src/core/scene.ts';
import { same } from '../../src/core/text.ts';
import { type Fault, showFault } from '../../src/course/check/fault.ts';
import { guideFaults } from '../../src/course/check/guides.ts';
import { inspectHouse } from '../../src/course/check/house.ts';
import { findingsFaults, labFaults, sceneFaults, textFaults } from '../../src/course/check/lab.ts';
import { labTable, labTableFaults, withLabTable } from '../../src/course/check/lab-table.ts';
import { particleFaults, staleParticles } from '../../src/course/check/particles.ts';
import { linkFaults, proseFaults } from '../../src/course/check/prose.ts';
import { actNumberFaults, rangeFaults, ratioFaults, zeroFaults } from '../../src/course/check/sentences.ts';
import { sourceFaults } from '../../src/course/check/sources.ts';
import { wrongTerms } from '../../src/course/check/terms.ts';
import { claims } from '../../src/course/claims.ts';
import { chat, entry, findings, guide } from './tiny-course.ts';

const inEnglish = (fault: Fault) => showFault(fault, 'en');

it('what people read keeps the rules', async () => {
  const { faults } = await inspectHouse(fileURLToPath(new URL('../..', import.meta.url)));
  expect(faults.map(inEnglish)).toEqual([]);
});

describe('terms', () => {
  it.each([
    ['부채꼴로 퍼져요.', '팬아웃(fan-out)'],
    ['처리량의 무릎은 여기예요.', '꺾이는 지점(knee)'],
    ['악수를 여러 번 해요.', '핸드셰이크'],
    ['벽시계가 뒤로 가요.', '시스템 시각'],
    ['X-Real-IP 머리를 읽어요.', '헤더'],
    ['왕복이 약 0.3 ms예요.', '왕복 시간(RTT)'],
    ['PUBLISH의 대답을 보세요.', '응답'],
    ['Redis의 답이 늦어요.', '응답'],
    ['낡은 응답이 나가요.', '오래된 응답(stale)'],
    ['안전은 값을 치르고 사요.', '비용'],
    ['2막은 지각이에요.', '이벤트 지연(lag)'],
    ['질의마다 새로 연결해요.', '조회, 쿼리'],
    ['DB에 질문이 몰려요.', '조회, 쿼리'],
    ['행의 잠금을 기다려요.', '락(lock)'],
    ['일꾼이 죽어요.', '작업, 워커'],
    ['다시 붙을 때 받아요.', '재연결, 재접속'],
    ['다시 붙어요.', '재연결, 재접속'],
    ['스스로 끊고 다시 옴', '재연결, 재접속'],
    ['명령을 몰아 보내요.', '파이프라인'],
    ['명령을 잇달아 보내요.', '파이프라인'],
    ['하나를 함께 · ioredis', '연결 하나 공유'],
    ['차례로', '한 번에 하나씩'],
    ['그 자리에서 계산해요.', '메인 스레드에서 직접'],
    ['둘을 견주어 보세요.', '비교하다'],
    ['그 까닭은 이래요.', '이유'],
    ['Redis의 새 판은 달라요.', '버전'],
    ['판 3까지 읽어요.', '버전'],
    ['씨앗 3', '시드'],
    ['보내려던 빠르기예요.', '속도'],
    ['95% 구간 1.2~3', '95% 신뢰구간'],
    ['그러면 구간이 좁아져요.', '95% 신뢰구간'],
    ['3번째 반복이 실패했어요.', '시행'],
    ['5회를 쟀어요.', '시행'],
    ['시험하는 문장은 하나예요.', '검증할 주장'],
    ['모형의 수치예요.', '모델'],
    ['원본 서버에 써요.', '프라이머리'],
    ['쓰던 Redis에서 해요.', '내 Redis'],
    ['친구가 꺼져 보여요.', '접속 중인데 오프라인으로 보임'],
    ['시간표를 바꿔요.', '시간 축소'],
    ['nginx는 round robin으로 골라요.', '라운드 로빈'],
    ['Round-robin이에요.', '라운드 로빈'],
    ['연결이 새는 서버예요.', '커넥션 누수'],
    ['나갈 수 있는 포트가 없어요.', '임시 포트(ephemeral port)'],
    ['그 사이에 발행했어요.', '그사이'],
    ['다른 소비자가 이어 받아요.', '이어받다'],
  ])('%s', (text, say) => {
    expect(
      wrongTerms(text)
        .map(({ en }) => en)
        .join(),
    ).toContain(`say '${say}'`);
  });

  it.each([
    '서버가 대답하지 않아요. 3초 뒤에 대답했어요.',
    '값을 읽어요. 값이 커요. 평균값이에요.',
    '가지각색의 품질의 차이, 물질의 비율',
    'TTL을 다시 붙이고 다시 붙여요.',
    '메시지가 다시 와요.',
    '빠르기 때문에 좋아요. 빠르기는 하지만 비싸요.',
    '새 판단을 내려요. 판정이 나와요.',
    '첫머리에서 머리말을 봐요.',
    '0~100구간으로 나눠요. 신뢰구간이 좁아져요.',
    '라운드 로빈(round robin)은 번갈아 보내요.',
    '연결이 새로 생겨요.',
    '질문 하나를 던져요. 답을 골라 보세요.',
    '원본 데이터는 그대로예요.',
    '명령을 차례로 실행해요. 100회선이에요.',
    '왕복 한 번, 왕복 시간(RTT) 0.3 ms',
  ])('nothing wrong with: %s', (text) => {
    expect(wrongTerms(text)).toEqual([]);
  });
});

describe('sentences', () => {
  it.each(['0건을 잃었어요.', '유실 0개가 나왔어요.', '0명이 연결됐어요.', '0번은 없어요.'])(
    'a counted zero: %s',
    (text) => expect(zeroFaults(text)).toHaveLength(1),
  );

  it.each(['10건을 잃었어요.', '2.0개가', '0번째 서버', '하나도 잃지 않았어요.', '유실 0건'])(
    'no counted zero: %s',
    (text) => expect(zeroFaults(text)).toEqual([]),
  );

  it('a range with a dash', () => {
    for (const text of ['15.3–23배', '유실 41–80', '1.2 ms – 3 ms'])
      expect(rangeFaults(text)).toHaveLength(1);
    for (const text of ['15.3~23배', '–', '127.0.0.1', '1700-0']) expect(rangeFaults(text)).toEqual([]);
  });

  it('the sign of a ratio', () => {
    expect(ratioFaults('풀이 9.8 × 빨라요.')).toHaveLength(1);
    expect(ratioFaults('풀이 9.8배(95% 신뢰구간 7~12배) 빨라요.')).toEqual([]);
  });

  it('the number of an act', () => {
    for (const text of ['사용자 수(2막)', 'users (act 2)', 'acts 1 and 3', 'Act 3']) {
      expect(actNumberFaults(text)).toHaveLength(1);
    }
    for (const text of ['막대 3개', '3막대', 'exact 3', 'each act'])
      expect(actNumberFaults(text)).toEqual([]);
  });
});

describe('particles', () => {
  const known = [{ snippet: `\${took}를`, reason: 'it always ends in ms' }];

  it.each([
    `\${count}이 되는 것`,
    `\${name}은 커요`,
    `\${a}으로 가요`,
    `\${limit}예요.`,
    `\${share}을 써요`,
    `\${f({ a })}가 와요`,
  ])('after a placeholder: %s', (line) => expect(particleFaults(line, known)).toHaveLength(1));

  it.each([
    `\${n}개가 와요`,
    `\${n}가지`,
    `\${share}를 써요`,
    `\${share(x)}가`,
    `\${a.ratio.ko}예요`,
    `\${took}를 기다려요`,
    `\${x}에`,
  ])('it fits: %s', (line) => expect(particleFaults(line, known)).toEqual([]));

  it('an exception that nobody needs any more', () => {
    expect(staleParticles([`기다린 시간 \${took}를`], known)).toEqual([]);
    expect(staleParticles([`기다린 시간 \${took}가`], known)).toEqual([`\${took}를`]);
  });
});

describe('a source', () => {
  it('has its Korean strings read one by one, with the line', () => {
    const source = [
      '// 까닭 in a comment',
      "const t = { ko: '그 까닭은', en: 'round robin' };",
      `const u = '\${count}이 돼요';`,
    ];
    expect(sourceFaults('labs/chat/words.ts', source.join('\n')).map(inEnglish)).toEqual([
      "labs/chat/words.ts: line 2: '까닭': say '이유'",
      `labs/chat/words.ts: line 3: '\${count}이': the particle may not fit the value; put a noun between them`,
    ]);
  });
});

describe('a lab', () => {
  it('in order', () => {
    expect(labFaults(chat)).toEqual([]);
    expect(findingsFaults('chat', findings)).toEqual([]);
  });

  it('judges sentences, not questions: neither held nor refuted answers one', () => {
    const asked = Object.entries(claims).filter(([, { ko, en }]) => en.endsWith('?') || /[?까가]$/.test(ko));
    expect(asked).toEqual([]);
  });

  it('judges claims that exist, and itself', () => {
    const judge = chat.judges.C09 as (typeof chat.judges)[string];
    expect(labFaults({ ...chat, judges: { C09: judge, proof: judge, C99: judge } }).map(inEnglish)).toEqual([
      'chat: judges.C99: there is no claim C99',
    ]);
  });

  it('breaks three things by hand, each on an act that is there', () => {
    const three = ['a', 'b', 'c'].map((id) => ({ ...(pubsub.experiments as readonly Experiment[])[0], id }));
    const known = three.map((one) => ({ ...one, act: chat.acts[0]?.id }));
    expect(labFaults({ ...chat, experiments: known as never })).toEqual([]);
    const [first, second] = known;
    expect(labFaults({ ...chat, experiments: [first, second] as never }).map(inEnglish)).toEqual([
      'chat: experiments: are 2, not 3 of different names',
    ]);
    const lost = [first, second, { ...second, id: 'c', act: 'gone', title: { ko: '까닭', en: 'why' } }];
    expect(labFaults({ ...chat, experiments: lost as never }).map(inEnglish)).toEqual([
      "chat: experiments.c: there is no act 'gone'",
      "chat: experiments.2.title: '까닭': say '이유'",
    ]);
  });

  it('says where a text is wrong, in a definition', () => {
    const question = { ko: '1막의 까닭이에요.', en: 'As in act 1.' };
    expect(labFaults({ ...chat, question }).map(inEnglish)).toEqual([
      "chat: question: '까닭': say '이유'",
      "chat: question: '1막': name the act, its number is its place in the list",
      "chat: question: 'act 1': name the act, its number is its place in the list",
    ]);
  });

  it.each(['why', 'discuss', 'warnings', 'headline', 'points'] as const)(
    'and in findings: ratios in %s',
    (place) => {
      const bad = { ko: '2 × 빨라요.', en: 'Twice.' };
      const [check] = findings.checks as [(typeof findings.checks)[0]];
      const [act] = findings.acts as [(typeof findings.acts)[0]];
      const broken = {
        why: { ...findings, why: bad },
        discuss: { ...findings, discuss: bad },
        warnings: { ...findings, warnings: [bad] },
        headline: { ...findings, acts: [{ ...act, headline: bad }] },
        points: { ...findings, checks: [{ ...check, evidence: { ...check.evidence, points: [bad] } }] },
      }[place];
      expect(findingsFaults('chat', broken).map(({ fault }) => fault.en)).toEqual(["' ×': say '배'"]);
    },
  );

  it('may use the sign in a table, and what is not Korean is not read as such', () => {
    const title = { ko: '배수(×) 2 ×', en: 'ratio' };
    expect(textFaults('chat', { title, figure: { ko: '1–2', en: '1–2' } })).toEqual([]);
  });
});

describe('the guides', () => {
  const faults = (change: { ko?: string; en?: string }) =>
    guideFaults('labs/chat', { ...guide, ...change }, ['away']).map(inEnglish);

  it('in order', () => expect(faults({})).toEqual([]));

  it('a heading that the other language lacks, or that has another id', () => {
    expect(faults({ ko: `${guide.ko}\n## 더 읽기\n` })).toEqual([
      "labs/chat/guide.en.md: heading 3: Korean has '##', English none",
    ]);
    expect(faults({ ko: guide.ko.replace('{#away}', '{#gone}') })).toEqual([
      "labs/chat/guide.en.md: heading 2: Korean has '## {#gone}', English '## {#away}'",
      "labs/chat/guide.ko.md: {#away}: no heading for the act 'away'",
    ]);
  });

  it('a code block that is not the same', () => {
    expect(faults({ en: guide.en.replace('PING', 'ping') })).toEqual([
      'labs/chat/guide.en.md: code block 1: is not the same in the Korean guide',
    ]);
  });

  it('a heading within a code block is none, an act number in it is not read', () => {
    const code = '\n```sh\n# act 1\n```\n';
    expect(faults({ ko: guide.ko + code, en: guide.en + code })).toEqual([]);
  });

  it('the number of an act', () => {
    expect(faults({ en: `${guide.en}\nSee act 2.\n` })).toEqual([
      "labs/chat/guide.en.md: line 11: 'act 2': name the act, its number is its place in the list",
    ]);
  });
});

describe('prose', () => {
  const inKorean = (markdown: string) => proseFaults('guide.ko.md', markdown, 'ko').map(inEnglish);

  it('has terms, zeros, ranges and ratios read, but not in code or tables', () => {
    expect(inKorean('까닭\n0건을\n1–2\n2 ×')).toHaveLength(4);
    expect(inKorean('```sh\n# 까닭\n```\n`까닭`\n| 2 × |')).toEqual([]);
  });

  it('quotes claims to the letter', () => {
    expect(inKorean('C03 "캐시로 쓰면 DB 부하가 준다"')).toEqual([]);
    expect(inKorean('C03 "캐시가 좋다"\nC99 "없다"')).toEqual([
      'guide.ko.md: line 1: C03 is "캐시로 쓰면 DB 부하가 준다"',
      'guide.ko.md: line 2: there is no claim C99',
    ]);
    expect(proseFaults('guide.en.md', 'C03 "Caches are good"', 'en')).toHaveLength(1);
  });

  it('leads to files that are there', () => {
    const markdown = '[a](guide.en.md#away) [b](https://redis.io) [c](#away)\n[d](gone.md)';
    expect(linkFaults('guide.ko.md', markdown, (path) => path === 'guide.en.md').map(inEnglish)).toEqual([
      'guide.ko.md: line 2: leads to gone.md, which is not there',
    ]);
  });
});

describe('the table of labs', () => {
  const table = labTable([{ entry, lab: chat }], 'en');
  const readme = `# redis-lab\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n${table}\n\nMore.\n`;

  it('has a row for a lab, with its title and its claims', () => {
    expect(table.split('\n')).toEqual([
      '| lab | title | the claims it puts to the test |',
      '|---|---|---|',
      '| `chat` | Chat | C09 "Pub/Sub keeps messages in step across several servers" |',
    ]);
    expect(labTableFaults('README.md', readme, table)).toEqual([]);
  });

  it('that is old or missing says how to mend it, and is mended so', () => {
    const old = readme.replace('Chat', 'Talk');
    expect(labTableFaults('README.md', old, table).map(inEnglish)).toEqual([
      'README.md: table of labs: is not the one of the catalogue: npm run labs:check -- --write',
    ]);
    expect(withLabTable(old, table)).toBe(readme);
    expect(labTableFaults('README.md', '# redis-lab', table)).toHaveLength(1);
  });
});

describe('a scene', () => {
  const rung = (...ids: readonly string[]): Rung => ({
    task: same('do it'),
    predict: { prompt: same('?'), choices: ids.map((id) => ({ id, label: same(id) })), answer: () => null },
    learned: () => same('done'),
  });
  const silent: Rung = { task: same('look'), done: () => true, learned: () => same('seen') };

  it('asks once at least, with two to four choices that differ', () => {
    expect(sceneFaults('pubsub', [silent, rung('a', 'b')])).toEqual([]);
    expect(sceneFaults('pubsub', [silent]).map(inEnglish)).toEqual([
      'pubsub: live.ladder: has no step that asks for a prediction',
    ]);
    const wrong = [rung('a'), rung('a', 'a'), rung('a', 'b', 'c', 'd', 'e')];
    expect(sceneFaults('pubsub', [rung('a', 'b'), ...wrong]).map(inEnglish)).toEqual(
      [1, 2, 3].map((at) => `pubsub: live.ladder.${at}: has not 2 to 4 choices that differ`),
    );
  });
});
