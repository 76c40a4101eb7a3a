import { randomBytes } from 'node:crypto';
import { realpath, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exitCodes, LabError } from '../core/errors.ts';
import type { RunningService, ServiceHost } from '../core/service.ts';
import { same } from '../core/text.ts';
import { footprintOf } from './footprint.ts';
import type { KafkaAddress } from './kafka-address.ts';
import { askKafka, lagOf, makeTopic } from './kafka-admin.ts';
import { kafkaClients } from './kafka-client.ts';
import { javaProgram, type KafkaServer, kafkaProgram } from './kafka-server.ts';
import { freePort, onFreePort } from './port.ts';
import type { PowerCut } from './power-cut.ts';
import { runToEnd } from './process-group.ts';
import { type FoundProgram, requireProgram } from './programs.ts';
import { type Supervised, supervise } from './supervise.ts';

/** Seen: 3 s, and 9 s on a machine that did other things. */
const readyWithinMs = 90_000;
/** Apache Kafka 4.0 upgrade notes: brokers need Java 17. */
const oldestJava = 17;

/** A node of our own, broker and controller in one, on free ports of 127.0.0.1, in a folder that goes with the run. */
export async function startPrivateKafka(
  host: ServiceHost,
  power?: PowerCut,
): Promise<RunningService<KafkaServer>> {
  const java = await requireProgram(javaProgram);
  requireVersion(java);
  const program = await requireProgram(kafkaProgram);
  const place: Place = {
    folder: await host.tempFolder('kafka'),
    java: java.file,
    // A script on PATH may be a link into the distribution.
    jars: join(dirname(dirname(await realpath(program.file))), 'libs', '*'),
    clusterId: randomBytes(16).toString('base64url'),
    environment: { ...environment, ...power?.environment },
  };
  await power?.prepare(place.folder);
  let isFormatted = false;
  // A new secret for every attempt: whoever took the port in between was told the last one.
  const first = await onFreePort(async (port) => {
    const password = host.newSecret();
    const address = { host: '127.0.0.1', port, login: { username: 'redis_lab', password } };
    await configure(place.folder, address, await otherThan(port));
    if (!isFormatted) await format(host, place);
    isFormatted = true;
    return { address, process: await launch(host, place, address) };
  });
  const { address } = first;
  let process: Supervised = first.process;
  const { client, disconnect } = kafkaClients(address);
  const note = (state: 'up' | 'paused' | 'dead') => host.note({ kind: 'state', actor: 'kafka', state });

  return {
    info: { name: 'kafka', version: program.version, args: [place.java, ...serverArgs(place)] },
    handle: {
      host: address.host,
      port: address.port,
      address,
      version: program.version,
      isPrivate: true,
      name: (name) => name,
      createTopic: (topic, partitions) => makeTopic(address, topic, partitions),
      lag: (topic, group) => lagOf(address, topic, group),
      client,
      footprint: () => footprintOf(process.pid, place.folder),
      syncs: async () => (power ? await power.syncs(place.folder) : null),
      pause() {
        note('paused');
        process.pause();
      },
      resume() {
        process.resume();
        note('up');
      },
      async kill() {
        await process.kill();
        note('dead');
      },
      async restart() {
        await process.stop();
        process = await launch(host, place, address);
        note('up');
      },
    },
    release: disconnect,
    async stop() {
      disconnect();
      await process.kill(); // Its folder goes with it: a goodbye would take 2.4 s and save nothing.
    },
  };
}

/** The kernel may give out again what was free a moment ago (seen), and Kafka wants two. */
async function otherThan(port: number): Promise<number> {
  const other = await freePort();
  return other === port ? await otherThan(port) : other;
}

interface Place {
  readonly folder: string;
  readonly java: string;
  readonly jars: string;
  /** Ours and nobody else's: whoever answers with it is the process that we started. */
  readonly clusterId: string;
  readonly environment: Readonly<Record<string, string>>;
}

export function requireVersion({ file, version }: FoundProgram): void {
  if (!(Number.parseInt(version, 10) < oldestJava)) return; // `21` alone is no version to us: then Java will say it.
  throw new LabError(exitCodes.programMissing, {
    what: {
      ko: `Kafka를 실행하기에는 Java ${version} 버전이 오래됐어요.`,
      en: `Java ${version} is too old for Kafka.`,
    },
    why: {
      ko: `PATH에서 찾은 것은 ${file}이고, Kafka 4에는 ${oldestJava} 이상이 필요해요(docs: Kafka 4.0).`,
      en: `It is ${file}, and Kafka 4 wants ${oldestJava} or later (docs: Kafka 4.0).`,
    },
    next: {
      ko: `Java ${oldestJava} 이상을 PATH의 앞에 두세요.`,
      en: `Put a Java ${oldestJava} or later first on PATH.`,
    },
  });
}

const settingsFile = 'server.properties';

/**
 * Both listeners ask for the secret of the run, the controller's too: whoever reaches that one could make topics. With
 * the default times a restart after kill -9 takes 14.5 s, until the controller has given up on the dead incarnation.
 */
async function configure(folder: string, { port, login }: Required<KafkaAddress>, controllerPort: number) {
  const { username, password } = login;
  const one = ['offsets.topic', 'transaction.state.log', 'share.coordinator.state.topic'].flatMap((topic) => [
    `${topic}.replication.factor=1`,
    `${topic}.num.partitions=1`,
    ...(topic === 'offsets.topic' ? [] : [`${topic}.min.isr=1`]),
  ]);
  const jaas = `org.apache.kafka.common.security.plain.PlainLoginModule required username="${username}" password="${password}" user_${username}="${password}";`;
  const settings = [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
    `listeners=CLIENT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    `advertised.listeners=CLIENT://127.0.0.1:${port}`,
    'controller.listener.names=CONTROLLER',
    'listener.security.protocol.map=CONTROLLER:SASL_PLAINTEXT,CLIENT:SASL_PLAINTEXT',
    'inter.broker.listener.name=CLIENT',
    'sasl.enabled.mechanisms=PLAIN',
    'sasl.mechanism.inter.broker.protocol=PLAIN',
    'sasl.mechanism.controller.protocol=PLAIN',
    `listener.name.client.plain.sasl.jaas.config=${jaas}`,
    `listener.name.controller.plain.sasl.jaas.config=${jaas}`,
    'log.dirs=data', // As seen from its folder: a path may hold what the file reads as something else.
    ...one,
    'group.initial.rebalance.delay.ms=0',
    'group.min.session.timeout.ms=500',
    'auto.create.topics.enable=false',
    'num.network.threads=2',
    'num.io.threads=2',
    'log.cleaner.dedupe.buffer.size=2097152',
    'broker.session.timeout.ms=1500',
    'broker.heartbeat.interval.ms=300',
  ];
  await writeFile(join(folder, settingsFile), `${settings.join('\n')}\n`, { mode: 0o600 });
}

const javaFlags = [
  ...['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
  // Else a file in /tmp, for everybody to read, outlives it.
  ...['-XX:-UsePerfData', '-Djava.io.tmpdir=.'],
];
/** With plain C Java cannot name a folder whose path is not ASCII. */
const environment = { LC_ALL: 'C.UTF-8' };

function serverArgs({ jars }: Place): string[] {
  return [...javaFlags, '-cp', jars, 'kafka.Kafka', settingsFile];
}

async function format(host: ServiceHost, { folder, java, jars, clusterId }: Place): Promise<void> {
  // In one word: an id may begin with a dash.
  const command = ['kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId}`, '-c', settingsFile];
  const { exitCode, lastWords } = await runToEnd(host, {
    name: 'kafka-storage',
    file: java,
    args: [...javaFlags, '-cp', jars, ...command],
    folder,
    environment,
  });
  if (exitCode === 0) return;
  throw new LabError(exitCodes.runFailed, {
    what: { ko: '실험용 Kafka를 만들지 못했어요.', en: 'A private Kafka could not be made.' },
    why: same(lastWords || `StorageTool: exit code ${exitCode}`),
    next: same('redis-lab doctor  ·  java -version'),
  });
}

function launch(host: ServiceHost, place: Place, address: KafkaAddress): Promise<Supervised> {
  return supervise(host, {
    name: kafkaProgram.name,
    file: place.java,
    args: serverArgs(place),
    folder: place.folder,
    environment: place.environment,
    ready: () => isReady(address, place.clusterId),
    readyWithinMs,
  });
}

/** It answers, it is ours, and it has a coordinator: the first one to ask for that waits until its topic was made. */
async function isReady(address: KafkaAddress, ours: string): Promise<void> {
  await askKafka(
    address,
    async (admin) => {
      const { clusterId } = await admin.describeCluster();
      if (clusterId !== ours) throw new Error(`another Kafka answers on port ${address.port}`);
      await admin.describeGroups(['ready']);
    },
    0,
  );
}
