import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { rabbitBroker } from '../../../labs/delivery/parts/brokers.ts';
import { type DeliveryContext, vhost } from '../../../labs/delivery/settings.ts';
import { rabbitmq } from '../../../src/services/rabbitmq.ts';
import { withScope } from '../../labs/with-scope.ts';
import type { BenchRow } from '../row.ts';
import { beside, sending, sizeBytes } from './beside.ts';

const run = promisify(execFile);
const release = '2.22.1';
const windows = [1, 100];
const seconds = 4;

/** Against RabbitMQ's PerfTest: one publisher, persistent messages to a durable classic queue, the same window of confirms. */
export async function benchRabbitmq(): Promise<BenchRow[]> {
  const jars = await perfTestJars();
  return await withScope(async (world) => {
    const server = await world.scope.start(rabbitmq({ arms: [vhost] }));
    const broker = await rabbitBroker(server, world as unknown as DeliveryContext);
    const { hostname, port, username, password } = server.address(vhost);
    const env = { ...process.env, URI: `amqp://${username}:${password}@${hostname}:${port}/${vhost}` };
    const peer = (window: number) => async () => {
      const { stdout } = await run(
        'java',
        [
          ...['-cp', join(jars, '*'), 'com.rabbitmq.perf.PerfTest', '--producers', '1', '--consumers', '0'],
          ...['--queue', `peer-${window}`, '--auto-delete', 'false', '--flag', 'persistent'],
          ...['--confirm', `${window}`, '--size', `${sizeBytes}`, '--time', `${seconds}`],
        ],
        { env },
      );
      return Number(/sending rate avg: (\d+)/.exec(stdout)?.[1]);
    };
    const rows: BenchRow[] = [];
    for (const window of windows) {
      const options = { callers: window, atOnce: 1, durationMs: seconds * 1e3 };
      const { ours, close } = await sending(broker, 'rabbit-classic', options, server.footprint);
      rows.push(
        await beside(
          `RabbitMQ publish, durable classic queue, ${window} unconfirmed, against PerfTest`,
          ours,
          peer(window),
        ),
      );
      await close();
    }
    return rows;
  });
}

/** From Maven Central, kept beside Kafka's where caches lie. */
async function perfTestJars(): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const target = join(cache, 'redis-lab', `perf-test-${release}`);
  if (
    await access(target).then(
      () => true,
      () => false,
    )
  )
    return target;
  await mkdir(dirname(target), { recursive: true });
  const draft = await mkdtemp(`${target}.`);
  await writeFile(
    join(draft, 'pom.xml'),
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>redis-lab</groupId><artifactId>perf-test</artifactId><version>1</version><packaging>pom</packaging><dependencies>
<dependency><groupId>com.rabbitmq</groupId><artifactId>perf-test</artifactId><version>${release}</version></dependency>
</dependencies></project>\n`,
  );
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${draft}`];
  await run('mvn', ['-q', '-B', '-f', join(draft, 'pom.xml'), ...goal]);
  await rename(draft, target);
  return target;
}
