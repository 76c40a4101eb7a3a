// Why it comes out like this, what the figures cannot show, and what to talk about: of what this run was about.
import { formatQuantity, Histogram, ran, type Text } from '../../../src/kit/judge.ts';
import type { PoolTried } from '../data.ts';
import { armOf, perSecondOf } from '../parts/compare.ts';
import { focusOf } from '../parts/focus.ts';
import { threadFresh } from '../parts/thread-ratios.ts';
import type { PoolParams } from '../settings.ts';

export function why(data: PoolTried): Text {
  if (ran(data.shapes) || ran(data.tls)) return connections;
  if (ran(data.postgres)) return postgres;
  if (ran(data.threads)) return threads;
  if (ran(data.knee)) return size;
  return ran(data.stall) ? stall : failures;
}

const connections: Text = {
  ko: '새 연결은 정작 하려던 GET에 앞서 핸드셰이크와 로그인으로 서버를 몇 번 더 오가요. 풀은 그 비용을 한 번만 치르지만, 연결 하나에 요청을 하나씩만 실어요.',
  en: 'A new connection takes several trips to the server before the one that was wanted. A pool pays them once, but carries one request per connection at a time.',
};

const postgres: Text = {
  ko: 'PostgreSQL은 연결마다 프로세스를 하나 만들고, 로그인을 확인한 다음에야 쿼리를 받아요(문서: Architectural Fundamentals). 풀은 그 비용을 처음에 한 번만 치러요.',
  en: 'PostgreSQL makes a process for each connection, and checks the login before it takes a query (docs: Architectural Fundamentals). A pool pays that once.',
};

const threads: Text = {
  ko: '워커 스레드 하나는 V8 하나라서, 코드를 다시 읽어야 작업을 시작할 수 있어요(Node 문서: worker_threads). 풀은 그 일을 처음에 한 번만 해요.',
  en: 'A worker thread is a V8 of its own and loads the code before it can begin (Node docs: worker_threads). A pool does so once.',
};

const size: Text = {
  ko: '요청 하나가 연결을 잡고 있는 동안 다른 요청은 그 연결을 쓰지 못해요. 그래서 동시에 나가 있는 요청의 수(속도에 잡고 있는 시간을 곱한 것, Little의 법칙)만큼은 연결이 있어야 해요.',
  en: "While a request holds a connection no other can use it: there have to be as many as there are requests under way, the rate times the time that each holds one (Little's law).",
};

const stall: Text = {
  ko: '응답을 기다리는 호출자는 서버가 멈춘 동안 다음 요청을 보내지 않아요. 그사이에 왔어야 할 요청은 표본에 들어가지 않아요.',
  en: 'A caller who waits for a reply sends nothing while the server stands still: the requests that were due meanwhile are not among the samples.',
};

const failures: Text = {
  ko: '풀은 빌려 간 연결이 돌아온다고 믿어요. 돌아오지 않거나 오래 붙들리면, 멀쩡한 서버를 두고도 다음 사람이 기다려요.',
  en: 'A pool trusts that what it lends comes back. Where it does not, or is held for long, the next one waits though the server is well.',
};

export function caveat(data: PoolTried): Text {
  const onServers = (['shapes', 'knee', 'stall', 'failures', 'tls', 'postgres'] as const).some((act) =>
    ran(data[act]),
  );
  if (!onServers && ran(data.threads)) return ofThreads;
  return {
    ko: '클라이언트와 서버가 같은 컴퓨터예요. 비율은 여기서만 맞아요.',
    en: 'Client and server on one machine: the ratios hold for it only.',
  };
}

const ofThreads: Text = {
  ko: '작업은 계산뿐이에요. 큰 데이터를 스레드에 넘기는 비용은 들어 있지 않고, 비율은 이 컴퓨터의 것이에요.',
  en: "A task is nothing but arithmetic: handing large data to a thread is not in it. The ratios are this machine's.",
};

/** Made of the learner's own figures. */
export function discuss(data: PoolTried, asked: PoolParams): Text | null {
  return aboutSharing(data, asked) ?? aboutLogins(data) ?? aboutThreads(data);
}

function aboutSharing({ shapes }: PoolTried, asked: PoolParams): Text | null {
  const { callers } = focusOf(asked);
  const cell = ran(shapes)?.cells.find((one) => one.callers === callers);
  const [fresh, shared] = (['fresh', 'shared'] as const).map((shape) => {
    const arm = cell && armOf(cell, { shape, client: 'ioredis' });
    return arm ? perSecondOf(arm) : null;
  });
  if (!fresh || !shared) return null;
  const [few, many] = [fresh, shared].map((rate) => formatQuantity(rate, 'perSecond'));
  return {
    ko: `Redis는 매번 새 연결로 ${few}, 연결 하나 공유로 ${many}였어요. 그런데 왜 데이터베이스에는 풀을 쓸까요?`,
    en: `Redis did ${few} with new connections and ${many} over one shared. Why does a database get a pool all the same?`,
  };
}

function aboutLogins({ postgres: tried }: PoolTried): Text | null {
  const login = ran(tried)?.login;
  if (!login) return null;
  const took = formatQuantity(login.connectP50Ms, 'ms');
  return {
    ko: `새 연결 하나에 ${took} 걸렸어요. 점심시간에 500명이 1초 안에 새로 연결하면, 연결만 하고 있는 사람은 동시에 몇 명일까요?`,
    en: `One new connection took ${took}. If 500 people connect within a second at lunch, how many are doing nothing but connecting at a time?`,
  };
}

function aboutThreads({ threads: tried }: PoolTried): Text | null {
  const cell = ran(tried)?.lengths[0]?.cell;
  const starts = cell && armOf(cell, threadFresh)?.connect;
  if (!starts) return null;
  const took = formatQuantity(Histogram.fromJSON(starts).percentile(50) / 1e6, 'ms');
  return {
    ko: `스레드가 뜨는 데 ${took} 걸렸어요. 채팅 앱이 사진을 줄이는 데 5 ms 걸린다면, 새 스레드와 풀과 메인 스레드 가운데 어디서 할까요?`,
    en: `A thread took ${took} to start. Where should the chat app shrink a picture, which takes 5 ms: in a new thread, a pool, or the main thread?`,
  };
}
