// Why it comes out like this, for what the run was about.
import { ran, type Text } from '../../../src/kit/judge.ts';
import type { PoolTried } from '../data.ts';

export function why(data: PoolTried): Text {
  if (ran(data.shapes) || ran(data.tls)) return redis;
  return ran(data.postgres) || !ran(data.threads) ? postgres : threads;
}

const redis: Text = {
  ko: '새 연결은 핸드셰이크와 로그인으로 서버를 몇 번 오가야 하고, 정작 하려던 GET은 한 번만 오가면 돼요. 풀은 그 비용을 처음에 한 번만 치르지만, 연결 하나에 요청을 하나씩만 실어요.',
  en: 'A new connection takes several trips to the server, for handshake and login, before the one that was wanted. A pool pays them once, but carries one request per connection at a time.',
};

const postgres: Text = {
  ko: 'PostgreSQL은 연결마다 프로세스를 하나 만들고, 그 프로세스가 로그인을 확인한 다음에야 쿼리를 받아요. 풀은 그 비용을 처음에 한 번만 치러요.',
  en: 'PostgreSQL forks a process for each connection, and that process checks the login before it takes a query. A pool pays that once.',
};

const threads: Text = {
  ko: '워커 스레드 하나는 V8 하나라서, 메모리를 잡고 코드를 다시 읽어야 작업을 시작할 수 있어요. 풀은 그 일을 처음에 한 번만 해요.',
  en: 'A worker thread is a V8 of its own: it takes memory and loads the code before it can begin. A pool does so once.',
};
