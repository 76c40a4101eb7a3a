import { describe, expect, it } from 'vitest';
import { LabError, RefusedError } from '../../src/core/errors.ts';
import {
  explainPostgresError,
  schemaLeft,
  schemaRefused,
  showPostgres,
} from '../../src/services/postgres-errors.ts';

/** As pg throws it. */
function refusal(code: string, message: string): Error {
  return Object.assign(new Error(message), { code, severity: 'ERROR' });
}

describe('what PostgreSQL refuses in the middle of a run', () => {
  it.each([
    ['25006', 'cannot execute CREATE SCHEMA in a read-only transaction', 'may only read'],
    ['57014', 'canceling statement due to statement timeout', 'statement_timeout'],
    ['55P03', 'canceling statement due to lock timeout', 'lock_timeout'],
    ['53300', 'too many connections for role "me"', '--pool'],
    ['53100', 'could not extend file: No space left on device', 'Leave --postgres away'],
  ])('%s is told in its own words, with what to do', (code, message, advice) => {
    const explained = explainPostgresError(refusal(code, message), false) as LabError;
    expect(explained).toBeInstanceOf(LabError);
    expect(explained).not.toBeInstanceOf(RefusedError);
    expect(explainPostgresError(refusal(code, message), true)).toBeInstanceOf(RefusedError); // The act only.
    expect(explained.exitCode).toBe(1);
    expect(explained.explanation.why.ko).toBe(`${message} (SQLSTATE ${code})`);
    expect(explained.explanation.next.en).toContain(advice);
  });

  it('anything else stays what it is: our bug, or somebody else’s to explain', () => {
    for (const error of [
      new Error('x'),
      Object.assign(new Error('x'), { code: 'EPIPE' }),
      'x',
      null,
      undefined,
    ])
      expect(explainPostgresError(error, true)).toBe(error);
  });
});

it('an address for people has no password, and is one that psql takes', () => {
  const place = { user: 'me', password: 'secret', database: 'shop', port: 5432 };
  expect(showPostgres({ ...place, host: 'h' })).toBe('postgres://h:5432/shop');
  expect(showPostgres({ ...place, host: '::1' })).toBe('postgres://[::1]:5432/shop');
  expect(showPostgres({ ...place, host: '/run/pg' })).toBe('postgres:///shop?host=/run/pg&port=5432');
});

const place = { user: 'me', password: 'secret', database: 'shop', port: 5432, host: 'h' };

it('a schema that may not be made is told with the statement that allows it', () => {
  const denied = refusal('42501', 'permission denied for database sh"op');
  const explained = schemaRefused({ ...place, database: 'sh"op' }, denied) as RefusedError;
  expect(explained).toBeInstanceOf(RefusedError);
  expect(explained.explanation.why.en).toContain('permission denied for database sh"op (SQLSTATE 42501). ');
  for (const text of Object.values(explained.explanation.why))
    expect(text).toContain('GRANT CREATE ON DATABASE "sh""op" TO "me";');
  const readOnly = schemaRefused(place, refusal('25006', 'cannot execute CREATE SCHEMA')) as RefusedError;
  expect(readOnly.explanation.next.en).toContain('may only read');
  expect(schemaRefused(place, 'x')).toBe('x');
});

it('a schema that cannot be dropped is named with the command that drops it', () => {
  const { what, why, next } = schemaLeft(place, 'a', new Error('it is gone')).explanation;
  expect([what.en, why.en, next.en]).toEqual([
    'The schema of the run is left at postgres://h:5432/shop.',
    'it is gone',
    "psql 'postgres://h:5432/shop' -U me -c 'DROP SCHEMA IF EXISTS a CASCADE'",
  ]);
});
