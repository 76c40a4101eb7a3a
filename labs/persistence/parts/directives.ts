// The settings side by side, as they would stand in redis.conf. https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/
import type { Setting } from '../data.ts';

export const directives: Readonly<Record<Setting, Readonly<Record<string, string>>>> = {
  none: { save: '', appendonly: 'no' },
  // Without a word about `save` Redis has its own save points; the least patient of them waits for a minute.
  rdb: { appendonly: 'no' },
  'rdb-second': { save: '1 1', appendonly: 'no' },
  'aof-no': { save: '', appendonly: 'yes', appendfsync: 'no' },
  'aof-everysec': { save: '', appendonly: 'yes', appendfsync: 'everysec' },
  'aof-always': { save: '', appendonly: 'yes', appendfsync: 'always' },
  both: { save: '1 1', appendonly: 'yes', appendfsync: 'everysec' },
};

export const settings = Object.keys(directives) as Setting[];
