// Why it came out like this, what the figures cannot show, and a question to talk about: of the acts that ran.
import { formatFigure, formatQuantity, median, ran, type Text } from '../../../src/kit/judge.ts';
import type { PersistenceTried } from '../data.ts';
import { callersOf, perSecondOf, priceOf } from '../parts/compare.ts';
import { armOf, lostOf } from '../parts/lost.ts';

interface Sentence extends Text {
  readonly act: keyof PersistenceTried;
}

/** The first two whose act ran are said. */
const whys: readonly Sentence[] = [
  {
    act: 'kill',
    ko: 'kill -9 뒤에도 커널은 살아서 건네받은 것(write)을 디스크에 내려요.',
    en: 'After kill -9 the kernel lives on and writes down what it was handed (write).',
  },
  {
    act: 'power-cut',
    ko: '정전에는 fsync가 확인한 것만 남아요(매뉴얼: fsync(2)).',
    en: 'A power cut leaves only what fsync has confirmed (man: fsync(2)).',
  },
  {
    act: 'goodbye',
    ko: 'SIGTERM을 받은 Redis는 RDB나 AOF를 쓰기로 되어 있으면 저장부터 하고 끝나요(문서: SHUTDOWN).',
    en: 'At SIGTERM a Redis that is to keep an RDB or an AOF saves before it ends (docs: SHUTDOWN).',
  },
  {
    act: 'price',
    ko: 'always는 fsync가 끝나야 OK라고 해요. 같은 때에 온 쓰기들은 fsync 한 번을 나눠 써요(문서: Persistence).',
    en: 'always says OK after an fsync, and writes that come at the same time share one (docs: Persistence).',
  },
  {
    act: 'restart',
    ko: 'RDB에는 키마다 마지막 값만 있고, AOF는 적힌 명령을 모두 다시 실행해요(문서: Persistence).',
    en: 'An RDB holds the last value of each key; an AOF has all its commands run again (docs: Persistence).',
  },
  {
    act: 'damage',
    ko: 'AOF의 찢긴 끝은 잘라 내면 앞이 온전해요. 바뀐 바이트 뒤는 믿을 수 없어서 Redis가 켜지지 않아요(문서: Persistence).',
    en: 'A torn end of an AOF can be cut off: what came before is whole. Behind a changed byte nothing can be trusted, so Redis refuses to start (docs: Persistence).',
  },
  {
    act: 'replica',
    ko: '프라이머리는 복제본이 받기 전에 OK라고 해요. WAIT은 몇 대가 받았는지 셀 뿐, 이어받을 쪽을 고르지 않아요(문서: WAIT).',
    en: 'The primary says OK before a replica has the write. WAIT counts who has it and does not choose who takes over (docs: WAIT).',
  },
  {
    act: 'full',
    ko: 'maxmemory에 닿으면 정책이 정해요. noeviction은 메모리를 더 쓰는 명령을 거절하고, 나머지는 키를 골라 내보내요(문서: Key eviction).',
    en: 'At maxmemory the policy decides: noeviction refuses what takes more memory, the others pick keys that have to go (docs: Key eviction).',
  },
];

const onlyProcesses = {
  ko: '한 컴퓨터에서 프로세스만 죽였어요.',
  en: 'On one machine, and only processes died.',
};

/** The first whose act ran is said. */
const caveats: readonly Sentence[] = [
  {
    act: 'power-cut',
    ko: '정전은 흉내예요: fsync가 확인한 길이로 파일을 잘랐어요. 디스크가 거짓말하면 더 잃어요.',
    en: 'The power cut is simulated: files were cut to what fsync had confirmed. A disk that lies loses more.',
  },
  { act: 'kill', ...onlyProcesses },
  { act: 'goodbye', ...onlyProcesses },
  {
    act: 'price',
    ko: '이 컴퓨터의 디스크로만 쟀어요. fsync에 걸리는 시간은 디스크마다 달라요.',
    en: 'Measured with the disk of this machine alone: what an fsync takes is a matter of the disk.',
  },
  {
    act: 'restart',
    ko: '방금 쓴 파일을 바로 다시 읽었어요. 처음 읽는 디스크에서 얼마나 걸리는지는 재지 않았어요.',
    en: 'The files had just been written. How long they take from a disk that was not read before was not measured.',
  },
  {
    act: 'damage',
    ko: '파일은 우리가 망가뜨렸어요: 끝을 찢거나 한 바이트를 바꿨어요. 고장 난 디스크는 더 많이 망가뜨릴 수 있어요.',
    en: 'The damage was done by us: an end torn off, one byte changed. A bad disk can do more.',
  },
  {
    act: 'replica',
    ko: '침묵은 우리 프록시가 만들었고, 이어받을 복제본도 우리가 골랐어요. Sentinel은 없었어요.',
    en: 'The silence was made by our own proxy, and who takes over was chosen by us, not by a Sentinel.',
  },
  { act: 'full', ko: '한 컴퓨터의 Redis 한 대예요.', en: 'One Redis on one machine.' },
];

export const why = (data: PersistenceTried): Text => first(2, whys, data);
export const caveat = (data: PersistenceTried): Text => first(1, caveats, data);

function first(count: number, sentences: readonly Sentence[], data: PersistenceTried): Text {
  const said = sentences.filter(({ act }) => ran(data[act]) !== null).slice(0, count);
  return { ko: said.map(({ ko }) => ko).join(' '), en: said.map(({ en }) => en).join(' ') };
}

/** Of the first act that has figures for one. */
export const discuss = (data: PersistenceTried): Text | null =>
  ofPowerCut(data) ?? ofKill(data) ?? ofPrice(data) ?? ofRestart(data) ?? ofDamage(data) ?? ofReplica(data);

function ofPowerCut(data: PersistenceTried): Text | null {
  const cut = ran(data['power-cut']);
  const arm = cut && armOf(cut, 'aof-everysec');
  const lost = arm ? lostOf(arm) : 0;
  if (lost === 0) return null;
  const count = formatFigure(lost, 'count');
  return {
    ko: `정전에 사라진 ${count}건은 모두 OK를 받은 쓰기예요. 로그인 세션이라면 괜찮을까요? 결제라면요?`,
    en: `The ${count} lost in the power cut had all got their OK. Is that good enough for login sessions? For payments?`,
  };
}

function ofKill({ kill }: PersistenceTried): Text | null {
  const killed = ran(kill);
  const arm = killed && armOf(killed, 'rdb');
  const lost = arm ? lostOf(arm) : 0;
  if (lost === 0) return null;
  const count = formatFigure(lost, 'count');
  return {
    ko: `RDB 기본 설정은 kill -9에 OK를 받은 ${count}건을 잃었어요. 우리 서비스의 Redis는 어떤 설정일까요?`,
    en: `RDB by default lost ${count} acknowledged writes to kill -9. Which settings does the Redis of our service have?`,
  };
}

function ofPrice({ price }: PersistenceTried): Text | null {
  const data = ran(price);
  const [callers = 1] = data ? callersOf(data) : [];
  const arm = data && priceOf(data, 'aof-always', callers);
  const perSecond = arm ? perSecondOf(arm) : null;
  if (perSecond === null) return null;
  const figure = formatFigure(perSecond);
  return {
    ko: `AOF always로 초당 ${figure}건을 썼어요(호출자 ${callers}명). 우리 서비스는 초당 몇 건을 쓰고, 그만큼이면 모자랄까요?`,
    en: `AOF always took ${figure} writes a second (callers: ${callers}). How many does our service write, and would that be too few?`,
  };
}

function ofRestart({ restart }: PersistenceTried): Text | null {
  const arms = ran(restart)?.arms.filter(({ source }) => source === 'aof') ?? [];
  const arm = arms.reduce((most, one) => (most && most.keys >= one.keys ? most : one), arms[0]);
  const loadMs = arm ? median(arm.loadMs) : null;
  if (!arm || loadMs === null) return null;
  const [count, took] = [formatFigure(arm.keys, 'count'), formatQuantity(loadMs, 'ms')];
  return {
    ko: `키 ${count}개를 AOF에서 읽는 데 ${took} 걸렸어요. 우리 데이터는 몇 배이고, 그동안 누가 기다릴까요?`,
    en: `Loading ${count} keys from the AOF took ${took}. How many times as much do we have, and who waits meanwhile?`,
  };
}

function ofDamage({ damage }: PersistenceTried): Text | null {
  const arm = ran(damage)?.arms.find((one) => one.damage === 'aof-flipped');
  if (!arm || arm.keptByTool === null) return null;
  const [kept, written] = [formatFigure(arm.keptByTool, 'count'), formatFigure(arm.written, 'count')];
  return {
    ko: `--fix는 ${written}건 가운데 ${kept}건을 살리고 나머지를 잘라 냈어요. 우리 팀에서는 누가 그러기로 정할까요?`,
    en: `--fix saved ${kept} of ${written} writes and cut off the rest. Who of us would decide to run it?`,
  };
}

function ofReplica({ replica }: PersistenceTried): Text | null {
  const lost = ran(replica)?.arms.find(({ failover }) => failover === 'wait-other')?.confirmedLost ?? 0;
  if (lost === 0) return null;
  const count = formatFigure(lost, 'count');
  return {
    ko: `WAIT이 확인해 준 ${count}건도 사라졌어요. 결제라면 이어받을 복제본을 어떻게 골라야 할까요?`,
    en: `Even ${count} writes that WAIT had confirmed are gone. For payments, how should the replica that takes over be chosen?`,
  };
}
