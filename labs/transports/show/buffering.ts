import {
  formatFigure,
  formatQuantity,
  Histogram,
  type Shown,
  type TableBlock,
} from '../../../src/kit/judge.ts';
import type { BufferingArm, BufferingArmId, BufferingData } from '../data.ts';
import type { params } from '../settings.ts';
import { bufferingWords } from '../words.ts';

export const bufferingShown: Shown<BufferingData, typeof params> = {
  title: { ko: 'SSE와 버퍼링', en: 'SSE and buffering' },
  aim: {
    ko: '같은 이벤트 스트림을 nginx가 다섯 가지 설정으로 전할 때, 이벤트가 언제 도착하는지 봐요.',
    en: 'The same stream of events through nginx with five settings: when do the events arrive?',
  },
  predict: {
    prompt: {
      ko: '서버가 SSE로 이벤트를 30 ms마다 하나씩 보내다가 스트림을 끝내요. 중간의 nginx에는 proxy_pass만 적었어요. 클라이언트는 첫 이벤트를 언제 받을까요?',
      en: 'A server sends an event by SSE every 30 ms and then ends the stream. The nginx in between has nothing but proxy_pass. When does the client get the first event?',
    },
    choices: [
      {
        id: 'at-once',
        label: { ko: '서버가 보내자마자', en: 'As soon as the server has sent it' },
        misconception: {
          ko: 'nginx는 기본으로 응답을 버퍼에 모아요(proxy_buffering on). 작은 이벤트로는 버퍼가 좀처럼 차지 않아요.',
          en: 'By default nginx collects an answer in a buffer (proxy_buffering on), and small events seldom fill it.',
        },
      },
      {
        id: 'held',
        label: {
          ko: '스트림이 끝나고 나서, 모두 한꺼번에',
          en: 'When the stream has ended, all of them at once',
        },
        misconception: {
          ko: 'nginx가 받은 것을 언제나 모으지는 않아요. 조각(chunk)으로 오는 HTTP/1.1 응답은 바로 넘길 수 있어요.',
          en: 'nginx does not always keep back what it has: an answer of HTTP/1.1, which comes in chunks, it can hand on at once.',
        },
      },
      {
        id: 'never',
        label: { ko: '받지 못해요. SSE는 nginx를 지나지 못해요', en: 'Never: SSE does not pass nginx' },
        misconception: {
          ko: 'SSE는 끝나지 않는 평범한 HTTP 응답이라 nginx를 지나요. 늦을 뿐이에요.',
          en: 'SSE is an ordinary HTTP answer that goes on and on, and it does pass. It is only late.',
        },
      },
    ],
    hints: {
      concept: {
        ko: '중간에 있는 프로그램은 받은 것을 언제 다음으로 보낼까요?',
        en: 'When does a program in between send on what it has received?',
      },
      pointer: {
        ko: '끝나기 전에 도착한 이벤트의 수를 줄마다 비교해 보세요.',
        en: 'Compare row by row how many events came before the end.',
      },
    },
    answer(data) {
      const arm = armOf(data, 'default');
      if (!arm) return null;
      if (arm.arrived === 0) return 'never';
      if (arm.inTime === data.updates) return 'at-once';
      return arm.inTime === 0 && arm.arrived === data.updates ? 'held' : null;
    },
  },
  headline(data) {
    const first = (id: BufferingArmId) => formatQuantity(armOf(data, id)?.firstMs ?? Number.NaN, 'ms');
    return {
      ko: `첫 이벤트까지: proxy_pass만 ${first('default')}, gzip ${first('gzip')}, 버퍼링 끔 ${first('off')}`,
      en: `to the first event: proxy_pass alone ${first('default')}, gzip ${first('gzip')}, buffering off ${first('off')}`,
    };
  },
  show: (data) => [table(data)],
};

function armOf({ arms }: BufferingData, id: BufferingArmId): BufferingArm | undefined {
  return arms.find(({ arm }) => arm === id);
}

function table({ arms, updates, everyMs }: BufferingData): TableBlock {
  const [count, every] = [formatFigure(updates, 'count'), formatQuantity(everyMs, 'ms')];
  return {
    kind: 'table',
    id: 'buffering',
    title: { ko: `${every}마다 이벤트 ${count}건`, en: `${count} events, one every ${every}` },
    columns: [
      { id: 'setting', title: { ko: 'nginx 설정', en: 'nginx' } },
      { id: 'first', title: { ko: '첫 도착', en: 'the first' }, unit: 'ms' },
      { id: 'p50', title: { ko: 'p50', en: 'p50' }, unit: 'ms' },
      { id: 'in-time', title: { ko: '끝나기 전 도착', en: 'before the end' }, unit: 'messages' },
      { id: 'arrived', title: { ko: '도착', en: 'arrived' }, unit: 'messages' },
      { id: 'bytes', title: { ko: '바이트', en: 'bytes' }, unit: 'bytes' },
    ],
    rows: arms.map(({ arm, firstMs, latency, inTime, arrived, bytes }) => ({
      id: arm,
      cells: [
        bufferingWords[arm],
        firstMs,
        latency.count > 0 ? Histogram.fromJSON(latency).percentile(50) / 1e6 : null,
        inTime,
        arrived,
        bytes,
      ],
    })),
    notes: [
      {
        ko: 'proxy_pass만: nginx 1.22는 서버에 HTTP/1.0으로 말하고 proxy_buffering을 켜 둬요. HTTP/1.1: proxy_http_version 1.1을 더했어요.',
        en: 'proxy_pass alone: nginx 1.22 speaks HTTP/1.0 to the server, with proxy_buffering on. HTTP/1.1: with proxy_http_version 1.1 beside it.',
      },
      {
        ko: '버퍼링 끔: proxy_buffering off. X-Accel 헤더: 서버가 응답에 X-Accel-Buffering: no를 달아요. nginx 설정을 고치지 못할 때 써요.',
        en: 'buffering off: proxy_buffering off. X-Accel header: the server adds X-Accel-Buffering: no to its answer, for who cannot change the settings of nginx.',
      },
    ],
  };
}
