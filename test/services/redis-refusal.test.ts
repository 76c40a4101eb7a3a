import { describe, expect, it } from 'vitest';
import { LabError, RefusedError } from '../../src/core/errors.ts';
import { explainClientError } from '../../src/services/client-errors.ts';
import { connectionError } from '../../src/services/connection-error.ts';
import { identityOf } from '../../src/services/redis-identity.ts';

function replyError(message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name: 'ReplyError', command: { name: 'xadd' }, ...more });
}

const address = { host: 'h', port: 6379, db: 0, tls: false };

async function explained(error: Error, own = true): Promise<LabError> {
  const found = await explainClientError(error, own ? 'redis://h' : undefined);
  expect(found).toBeInstanceOf(LabError);
  return found as LabError;
}

describe('what a refusal of Redis means', () => {
  it.each([
    ['ERR max number of clients reached', /takes no more connections/, /maxclients/],
    ['DENIED Redis is running in protected mode because …', /protected mode/, /requirepass/],
    ["NOPERM this user has no permissions to run the 'xadd' command", /may not/, /doctor --acl/],
    ["OOM command not allowed when used memory > 'maxmemory'.", /memory limit/, /--redis/],
    ["READONLY You can't write against a read only replica.", /replica/, /master_host/],
    ['MOVED 866 10.0.0.7:6380', /Another node/, /redis:\/\/10\.0\.0\.7:6380/],
    ["CROSSSLOT Keys in request don't hash to the same slot", /one slot/, /--redis/],
    ['CLUSTERDOWN The cluster is down', /cluster is down/, /--redis/],
    ['MISCONF Redis is configured to save RDB snapshots …', /save to its disk/, /log/],
    ['NOREPLICAS Not enough good replicas to write.', /too few replicas/, /--redis/],
    ['LOADING Redis is loading the dataset in memory', /at the moment/, /Run it again/],
    ["ERR unknown command 'XAUTOCLAIM', with args …", /no XAUTOCLAIM\. Redis has it from 6\.2 on/, /--redis/],
    ['ERR unknown command `hpexpire`, with args …', /no HPEXPIRE\. Redis has it from 7\.4 on/, /--redis/],
    [
      'EXECABORT Transaction discarded because of: NOPERM no exec',
      /may not do that.*: NOPERM/,
      /doctor --acl/,
    ],
    ["ERR unknown command 'OURS'", /no OURS\./, /--redis/],
  ])('%s', async (message, why, next) => {
    for (const { explanation } of [await explained(replyError(message)), connectionError(address, message)]) {
      expect(explanation.why.en).toMatch(why);
      const reason = message.replace(/^EXECABORT .+: (?=NOPERM)/, '');
      expect(explanation.why.en).toContain(reason);
      expect(explanation.why.ko).toContain(reason);
      expect(explanation.next.en).toMatch(next);
    }
  });

  it('a transaction was refused for the reason of its command, not for EXECABORT', async () => {
    const oom = replyError('OOM command not allowed');
    const abort = replyError('EXECABORT Transaction discarded because of previous errors.', {
      command: { name: 'exec' },
      previousErrors: [oom],
    });
    const { explanation } = await explained(abort);
    expect(explanation.what.en).toContain('XADD');
    expect(explanation.why.en).toMatch(/memory limit.*OOM/);
  });

  it('costs the act on the learner’s own Redis, and the run on a private one', async () => {
    expect(await explained(replyError('OOM'))).toBeInstanceOf(RefusedError);
    expect(await explained(replyError('OOM'), false)).not.toBeInstanceOf(RefusedError);
  });

  it('a server that wants a certificate of its client is not one whose certificate is wrong', () => {
    for (const message of ['tlsv13 alert certificate required', 'sslv3 alert handshake failure'])
      expect(connectionError(address, message).explanation.why.en).toMatch(
        /wants a certificate of its client/,
      );
    expect(connectionError(address, 'self-signed certificate').explanation.why.en).toMatch(/not trusted/);
  });
});

describe('who a server says it is', () => {
  it.each([
    ['redis_version:7.0.15\r\nredis_mode:standalone\r\n', ['redis', '7.0.15', 'standalone']],
    ['redis_version:5.0.3\r\nredis_mode:cluster\r\n', ['redis', '5.0.3', 'cluster']],
    ['redis_version:7.0.15\r\nredis_mode:sentinel\r\n', ['redis', '7.0.15', 'sentinel']],
    [
      'redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.1.1\r\nserver_mode:standalone\r\nredis_mode:standalone\r\n',
      ['valkey', '8.1.1', 'standalone'],
    ],
    ['redis_version:7.4.0\r\ndragonfly_version:df-v1.27.1\r\n', ['dragonfly', '1.27.1', null]],
    ['', ['redis', null, null]],
  ])('%j', (info, [name, version, mode]) => {
    expect(identityOf(info)).toEqual({ name, version, mode });
  });
});
