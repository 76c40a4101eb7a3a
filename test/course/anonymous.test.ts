import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/core/record.ts';
import { anonymous } from '../../src/course/anonymous.ts';
import { loadAllLabs } from '../../src/course/catalogue.ts';
import { findingsOf } from '../../src/course/findings.ts';
import { currentRecord } from '../../src/course/older-records.ts';
import { keptRecord } from '../labs/recorded.ts';

const cleaned = (text: string) =>
  anonymous({ servers: [], error: null, data: text } as unknown as RunRecord, ['minsu-mac', 'minsu', 'm'])
    .data;

describe('what tells where a record comes from is gone', () => {
  it.each([
    ['cannot write /home/minsu/notes/run.json', 'cannot write <path>'],
    ['in C:\\Users\\Minsu\\x', 'in <path>'],
    ['redis://:secret@db.example.com:6379/0 refused', '<url> refused'],
    ['postgres://own@10.0.0.7/app', '<url>'],
    ['addr=192.168.0.12:53698 laddr=127.0.0.1:37079 fd=8', 'addr=<address> laddr=<address> fd=8'],
    ['addr=/run/user/1000/redis.sock:0 user=shop age=0', 'addr=<address> user=<name> age=0'],
    ['getaddrinfo ENOTFOUND db.shop.internal', 'getaddrinfo ENOTFOUND <address>'],
    ['connect ECONNREFUSED 10.0.0.7:6379', 'connect ECONNREFUSED <address>'],
    ['redis-1.shop.internal:6380 says NOAUTH', '<address> says NOAUTH'],
    ['read ~/notes/a.json and /run/user/1000/x', 'read <path> and <path>'],
    ['from fe80::1c2b:3d4e to ::1', 'from <address> to ::1'],
    ['minsu-mac: no such host', '<name>: no such host'],
    ['user MINSU may not', 'user <name> may not'],
  ])('%s', (text, expected) => {
    expect(cleaned(text)).toBe(expected);
  });

  it.each([
    'redis 7.0.15 took 12:34:56',
    'GET /socket.io/?EIO=4 on 127.0.0.1:80',
    'client 203.0.113.9 of the model',
    'minsutopia and 1/2/3',
    'HTTP/1.1 101',
    'flags=P user=default connect ECONNREFUSED 127.0.0.1:6379',
    'GET /app and news.kr at 12:30, function at rdb.c:3225',
  ])('and nothing else: %s', (text) => {
    expect(cleaned(text)).toBe(text);
  });
});

it.each((await loadAllLabs()).map((lab) => [lab.id, lab] as const))(
  'a record of %s is judged as before',
  (_, lab) => {
    const record = currentRecord(lab, keptRecord(lab.id));
    const shared = anonymous(record, ['minsu-mac']);
    expect(findingsOf(lab, shared)).toEqual(findingsOf(lab, record));
    expect(JSON.stringify(shared)).not.toMatch(/\/(?:home|tmp|usr)\//);
  },
);
