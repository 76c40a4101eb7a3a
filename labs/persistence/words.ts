import { formatFigure, same, type Text } from '../../src/kit/judge.ts';
import type { Damage, EndedSetting, Failover, Source } from './data.ts';

export const settingWords: Readonly<Record<EndedSetting, Text>> = {
  none: { ko: '저장 안 함', en: 'nothing' },
  rdb: { ko: 'RDB, 기본 설정', en: 'RDB, by default' },
  'rdb-second': { ko: 'RDB, 1초마다', en: 'RDB, every second' },
  'aof-no': same('AOF no'),
  'aof-everysec': same('AOF everysec'),
  'aof-always': same('AOF always'),
  both: { ko: 'RDB와 everysec', en: 'RDB and everysec' },
  'aof-everysec-slow': { ko: 'everysec+느린 fsync', en: 'everysec, slow fsync' },
};

export const sourceWords: Readonly<Record<Source, Text>> = {
  rdb: same('RDB'),
  aof: { ko: 'AOF, 쓴 그대로', en: 'AOF, as written' },
  'aof-rewritten': { ko: 'AOF, 다시 쓴 뒤', en: 'AOF, rewritten' },
};

export const damageWords: Readonly<Record<Damage, Text>> = {
  'aof-torn': { ko: 'AOF 끝이 찢김', en: 'AOF, end torn off' },
  'aof-torn-strict': { ko: '같은 AOF, 엄격하게', en: 'the same, strict' },
  'aof-flipped': { ko: 'AOF 가운데 1바이트', en: 'AOF, one byte inside' },
  'rdb-torn': { ko: 'RDB 끝이 찢김', en: 'RDB, end torn off' },
  'rdb-flipped': { ko: 'RDB 가운데 1바이트', en: 'RDB, one byte inside' },
};

export const failoverWords: Readonly<Record<Failover, Text>> = {
  'no-wait': { ko: '기다리지 않음', en: 'nobody waits' },
  wait: same('WAIT 1'),
  'wait-other': { ko: 'WAIT, 다른 쪽이 이어받음', en: 'WAIT, the other takes over' },
};

/** A clause: `all 6,300 lost`; in Korean a sentence without its stop. */
export function lostText(lost: number, of: number): Text {
  const [part, all] = [formatFigure(lost, 'count'), formatFigure(of, 'count')];
  if (lost === 0) return { ko: `${all}건 가운데 하나도 잃지 않았어요`, en: `none of ${all} lost` };
  if (lost === of) return { ko: `${all}건을 모두 잃었어요`, en: `all ${all} lost` };
  return { ko: `${all}건 가운데 ${part}건을 잃었어요`, en: `${part} of ${all} lost` };
}
