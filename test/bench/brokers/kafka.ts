import { execFile } from 'node:child_process';
import { realpath, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { kafkaBroker } from '../../../labs/delivery/parts/brokers.ts';
import { until } from '../../../src/core/until.ts';
import { monotonicClock } from '../../../src/measure/clock.ts';
import { watchClient } from '../../../src/measure/load.ts';
import { type KafkaServer, kafka, kafkaProgram } from '../../../src/services/kafka.ts';
import { requireProgram } from '../../../src/services/programs.ts';
import { withScope } from '../../labs/with-scope.ts';
import type { BenchRow } from '../row.ts';
import { beside, type Speed, sending, sizeBytes } from './beside.ts';

/** Fits into one request of both. */
const atOnce = 1_000;
const batchBytes = atOnce * (sizeBytes + 20);
/**
 * One batch under way is how the lab measures: the next is sent when the one before was acknowledged, and the tool has
 * no memory for another. With two, either side fills the next meanwhile; the tool then has all the memory it wants.
 */
const windows = [
  { batches: 1, limit: [`buffer.memory=${batchBytes}`] },
  { batches: 2, limit: [] },
] as const;
const records = 400_000;
const read = 200_000;
const tools = 'org.apache.kafka.tools';

/** Against kafka-producer-perf-test and kafka-consumer-perf-test, acks=all, one partition. Their start-up is not counted. */
export async function benchKafka(): Promise<BenchRow[]> {
  return await withScope(async ({ scope, signal }) => {
    const server = await scope.start(kafka());
    const tool = await toolsOf(server, await scope.tempFolder('bench'));
    const broker = kafkaBroker(server);
    await server.createTopic('peer', 1);
    const produced: BenchRow[] = [];
    for (const { batches, limit } of windows) {
      const options = { callers: batches, atOnce, durationMs: 3_000 };
      const { ours, close } = await sending(broker, 'kafka-all', options, server.footprint);
      const peer = async () => {
        const said = await tool('ProducerPerformance', [
          ...['--topic', 'peer', '--num-records', `${records}`, '--record-size', `${sizeBytes}`],
          ...['--throughput', '-1', '--producer.config', 'client.properties'],
          ...limit.flatMap((property) => ['--producer-props', property]),
        ]);
        return Number([...said.matchAll(/, ([\d.]+) records\/sec/g)].at(-1)?.[1]);
      };
      const what = `Kafka produce, acks=all, ${batches} x ${atOnce} under way`;
      produced.push(await beside(`${what}, against kafka-producer-perf-test`, ours, peer));
      await close();
    }
    let group = 0;
    const consumes = async (): Promise<Speed> => {
      const [client, startedMs, since] = [server.client(), monotonicClock.nowMs(), watchClient()];
      let [seen, firstMs] = [0, startedMs];
      await client.consume('peer', `bench-${group++}`, async () => {
        if (seen === 0) firstMs = monotonicClock.nowMs();
        seen += 1;
      });
      const what = { ko: '읽기', en: 'the reading' };
      await until(() => seen >= read, { signal, what, withinMs: 60_000 });
      const perSecond = seen / ((monotonicClock.nowMs() - firstMs) / 1e3);
      await client.close();
      return { perSecond, isBound: since(0).bound, serverShare: 1 };
    };
    const consumerPeer = async () => {
      const said = await tool('ConsumerPerformance', [
        ...['--topic', 'peer', '--messages', `${read}`, '--group', `peer-${group++}`],
        ...['--bootstrap-server', `127.0.0.1:${server.port}`, '--consumer.config', 'client.properties'],
        ...['--hide-header', '--timeout', '20000'],
      ]);
      // start, end, MB, MB/s, messages, messages/s, rebalance ms, fetch ms, fetch MB/s, fetch messages/s
      return Number(said.trim().split('\n').at(-1)?.split(',')[9]);
    };
    const consumed = await beside(
      'Kafka consume, one message after the other, against kafka-consumer-perf-test',
      consumes,
      consumerPeer,
    );
    return [...produced, consumed];
  });
}

/** Runs one of the tools in the broker's jars. Its login stands in a file, for arguments are for everybody to see. */
async function toolsOf({ address }: KafkaServer, folder: string) {
  const { username, password } = address.login ?? { username: '', password: '' };
  const properties = [
    `bootstrap.servers=127.0.0.1:${address.port}`,
    'security.protocol=SASL_PLAINTEXT',
    'sasl.mechanism=PLAIN',
    `sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="${username}" password="${password}";`,
    'acks=all',
    'enable.idempotence=false',
    'max.in.flight.requests.per.connection=1',
    `batch.size=${batchBytes}`,
    'linger.ms=5',
  ];
  await writeFile(join(folder, 'client.properties'), properties.join('\n'), { mode: 0o600 });
  const { file } = await requireProgram(kafkaProgram);
  const jars = join(dirname(dirname(await realpath(file))), 'libs', '*');
  return async (name: string, args: readonly string[]): Promise<string> => {
    const command = ['-Xmx512m', '-cp', jars, `${tools}.${name}`, ...args];
    return (await promisify(execFile)('java', command, { cwd: folder })).stdout;
  };
}
