// The names of things, as a reader sees them.
import type { Text } from '../../src/kit/judge.ts';
import type { ClusterChange, ClusterWay, Keeping, Listening, RingChange, Strategy, Window } from './data.ts';

export const strategyWords: Record<Strategy, Text> = {
  all: { ko: '모든 친구', en: 'every friend' },
  active: { ko: '활성 친구만', en: 'active friends' },
  'active-reverse': { ko: '활성 친구 + 역방향', en: 'active + reverse' },
};

export const listeningWords: Record<Listening, Text> = {
  'own-cell': { ko: '자기 칸만', en: 'own cell' },
  'own-and-neighbours': { ko: '자기 칸과 이웃 8칸', en: 'own cell and 8 around' },
  'large-cells': { ko: '큰 칸과 이웃 8칸', en: 'large cell and 8 around' },
};

export const keepingWords: Record<Keeping, Text> = {
  none: { ko: '남기지 않음', en: 'not kept' },
  'by-server': { ko: '위치 서버마다 하나', en: 'one for a server' },
  'by-user': { ko: '사용자마다 하나', en: 'one for a user' },
};

export const changeWords: Record<RingChange, Text> = {
  'modulo-added': { ko: '나머지 연산, 1대 추가', en: 'modulo, one added' },
  'ring-added': { ko: '해시 링, 1대 추가', en: 'ring, one added' },
  'ring-added-overlap': { ko: '해시 링, 겹쳐서 추가', en: 'ring, added with overlap' },
  'ring-lost': { ko: '해시 링, 1대 사망', en: 'ring, one killed' },
};

export const clusterWords: Record<ClusterWay, Text> = {
  classic: { ko: '일반', en: 'classic' },
  sharded: { ko: '샤드', en: 'sharded' },
};

export const reshardingWords: Record<ClusterChange, Text> = {
  'node-emptied': { ko: '1대 비우기', en: 'one emptied' },
  'node-added': { ko: '1대 추가', en: 'one added' },
  'node-lost': { ko: '1대 사망', en: 'one killed' },
};

export const windowWords: Record<Window, Text> = {
  awaits: { ko: '한 번에 하나씩', en: 'waits for each reply' },
  pipelines: { ko: '파이프라인', en: 'pipelines' },
};
