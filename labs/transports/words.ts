// The names of things, as a reader sees them.
import { same, type Text } from '../../src/kit/judge.ts';
import type {
  BufferingArmId,
  Forgetting,
  Placement,
  StreamArmId,
  TransportId,
  TunnelArmId,
  VanishedArm,
} from './data.ts';

export const transportWords: Readonly<Record<TransportId, Text>> = {
  poll: { ko: '숏 폴링', en: 'short polling' },
  'long-poll': { ko: '롱 폴링', en: 'long polling' },
  sse: same('SSE'),
  websocket: same('WebSocket'),
};

export const streamWords: Readonly<Record<StreamArmId, Text>> = {
  ...transportWords,
  'websocket-deflate': { ko: 'WebSocket, 압축', en: 'WebSocket, deflate' },
};

export const tunnelWords: Readonly<Record<TunnelArmId, Text>> = {
  ...transportWords,
  sse: { ko: 'SSE, Last-Event-ID', en: 'SSE, Last-Event-ID' },
  'websocket-resume': { ko: 'WebSocket, 위치 전달', en: 'WebSocket, position' },
};

export const vanishedWords: Readonly<Record<VanishedArm['arm'], Text>> = {
  ...transportWords,
  'websocket-heartbeat': { ko: 'WebSocket, ping', en: 'WebSocket, pinged' },
};

export const bufferingWords: Readonly<Record<BufferingArmId, Text>> = {
  default: { ko: 'proxy_pass만', en: 'proxy_pass alone' },
  'http-1.1': same('HTTP/1.1'),
  off: { ko: '버퍼링 끔', en: 'buffering off' },
  gzip: { ko: 'gzip', en: 'gzip' },
  'gzip-off': { ko: 'gzip, 버퍼링 끔', en: 'gzip, buffering off' },
  'gzip-header': { ko: 'gzip, X-Accel 헤더', en: 'gzip, X-Accel header' },
};

export const placementWords: Readonly<Record<Placement, Text>> = {
  'by-turns': { ko: '번갈아', en: 'by turns' },
  sticky: { ko: '스티키', en: 'sticky' },
  shared: { ko: '번갈아, Redis 공유', en: 'by turns, shared' },
};

export const forgettingWords: Readonly<Record<Forgetting, Text>> = {
  nothing: { ko: '없음', en: 'nothing' },
  upgrade: { ko: 'Upgrade 헤더', en: 'the header Upgrade' },
  connection: { ko: 'Connection 헤더', en: 'the header Connection' },
  'http-1.1': same('HTTP/1.1'),
};
