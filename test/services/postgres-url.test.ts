import { describe, expect, it } from 'vitest';
import { exitCodes, LabError } from '../../src/core/errors.ts';
import { createRandom } from '../../src/measure/random.ts';
import { type PostgresTarget, parsePostgresUrl } from '../../src/services/postgres-url.ts';

const parse = (text: string, environment: Record<string, string> = {}) => parsePostgresUrl(text, environment);

describe('an address of PostgreSQL is read as psql reads it', () => {
  it.each<[string, Partial<PostgresTarget>]>([
    [
      'postgres://me:p%40ss@db.example:6543/shop?sslmode=require',
      { host: 'db.example', port: 6543, user: 'me', password: 'p@ss', database: 'shop', sslmode: 'require' },
    ],
    ['postgresql://me@[::1]', { host: '::1', port: 5432, user: 'me', database: 'me', sslmode: 'prefer' }],
    ['postgres://own:12#x@h/db', { user: 'own', password: '12#x', host: 'h', database: 'db' }],
    ['postgres://own:12?ab@h/db', { user: 'own', password: '12?ab', host: 'h', database: 'db' }],
    ['postgres://own:a:b@h/db', { user: 'own', password: 'a:b' }],
    ['postgres://me@/db?host=/run/pg&port=6543', { host: '/run/pg', port: 6543, database: 'db' }],
    ['postgres://%2Frun%2Fpg:6543/db', { host: '/run/pg', port: 6543, database: 'db' }],
    [
      'postgres:///db?host=%2Frun%2Fpg&user=me&password=x%26y',
      { host: '/run/pg', user: 'me', password: 'x&y' },
    ],
    ['postgres://me@h/db?ssl=true', { sslmode: 'require' }],
    ['postgres://me@h/db?options=-c%20search_path%3Dshop', { options: '-c search_path=shop' }],
    [
      "host=h port=6543 user = me password='it\\'s \\\\ me' dbname=shop sslmode=disable",
      { host: 'h', port: 6543, user: 'me', password: "it's \\ me", database: 'shop', sslmode: 'disable' },
    ],
    ['host=/run/pg user=me', { host: '/run/pg', user: 'me', database: 'me' }],
  ])('%s', (text, target) => {
    expect(parse(text)).toMatchObject(target);
  });

  it('what it leaves out comes from the environment', () => {
    const environment = {
      PGHOST: 'env',
      PGPORT: '7000',
      PGUSER: 'somebody',
      PGPASSWORD: 'secret',
      PGDATABASE: 'base',
      PGSSLMODE: 'disable',
      PGOPTIONS: '-c x=1',
    };
    expect(parse('postgres://', environment)).toEqual({
      host: 'env',
      port: 7000,
      user: 'somebody',
      password: 'secret',
      database: 'base',
      sslmode: 'disable',
      options: '-c x=1',
    });
    expect(parse('postgres://me:mine@h/db', environment)).toMatchObject({
      user: 'me',
      password: 'mine',
      host: 'h',
    });
    expect(parse('postgres:///db?user=me')).toMatchObject({
      host: expect.stringMatching(/^(localhost|\/.*)$/),
    });
  });
});

describe('what cannot be read is a usage error that shows nothing of it', () => {
  it.each([
    ...['', 'localhost', 'mysql://localhost/db', 'postgresx://u:secret@h', 'postgres:/u:secret@h', 'secret'],
    ...['postgres://u:se/secret@h/db', 'postgres://u:12/secret@h/db', 'postgres://u:secret@h:x/db'],
    ...['postgres://u:secret@h:0/db', 'postgres://u:secret@h:70000/db', 'postgres://u:%zzsecret@h/db'],
    ...['postgres://u:secret@h1,h2/db', 'postgres://u@h/db?secret=1', 'postgres://u@h/db?secret'],
    ...[
      'postgres://u:secret@h/db?sslmode=maybe',
      'host=h password=secret nonsense',
      "host=h password='secret",
    ],
    ...[
      'host=h secret=1',
      'postgres://secret@h/db?service=x',
      'host=h password=secret connect_timeout=1',
      'postgres://u:secret@h@x/db',
    ],
  ])('%s', (text) => {
    const error = thrownBy(() => parse(text));
    expect(error).toMatchObject({ exitCode: exitCodes.usage });
    const { what, why, next } = (error as LabError).explanation;
    expect(JSON.stringify([what, why, next])).not.toContain('secret');
  });

  it('whatever its shape, nothing else is thrown', () => {
    const random = createRandom(7);
    const pieces = [
      'postgres://',
      'host=',
      'u',
      ':',
      '@',
      '/',
      '?',
      '&',
      '=',
      '%',
      '%2F',
      '#',
      '[',
      ']',
      "'",
      '\\',
    ];
    const signs = [...pieces, ' ', ',', '5432', 'sslmode=require', 'h', '한', '\0', '\u001b'];
    for (let turn = 0; turn < 5_000; turn += 1) {
      const start = random.int(2) === 0 ? 'postgres://' : '';
      const length = random.int(9);
      const text = start + Array.from({ length }, () => signs[random.int(signs.length)]).join('');
      const error = thrownBy(() => parse(text));
      if (error !== null) expect(error, JSON.stringify(text)).toBeInstanceOf(LabError);
    }
  });
});

function thrownBy(work: () => unknown): unknown {
  try {
    work();
    return null;
  } catch (error) {
    return error;
  }
}
