// Gets Apache Kafka's jars from Maven Central, for there is no package of it in Debian. Run by `redis-lab setup`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { kafkaFolder, kafkaRelease } from './kafka-server.ts';

const log4j = '2.24.3';
const dependencies = [
  ['org.apache.kafka', 'kafka_2.13', kafkaRelease],
  ['org.apache.kafka', 'kafka-tools', kafkaRelease],
  ['org.apache.logging.log4j', 'log4j-slf4j-impl', log4j],
  ['org.apache.logging.log4j', 'log4j-core', log4j],
].map(
  ([group, artifact, version]) =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`,
);
const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion>
<groupId>redis-lab</groupId><artifactId>kafka</artifactId><version>${kafkaRelease}</version><packaging>pom</packaging>
<dependencies>${dependencies.join('\n')}</dependencies>
</project>
`;
/** As in a distribution, for whoever wants to start one by hand. */
const startScript = '#!/bin/sh\nexec java -cp "$(dirname "$0")/../libs/*" kafka.Kafka "$@"\n';

const target = kafkaFolder();
await mkdir(dirname(target), { recursive: true });
// Made beside its place and moved there whole: half of the jars must never be taken for a Kafka.
const draft = await mkdtemp(`${target}.`);
try {
  await writeFile(join(draft, 'pom.xml'), pom);
  const child = spawn(
    'mvn',
    [
      ...['-q', '-B', '-f', join(draft, 'pom.xml'), 'dependency:copy-dependencies'],
      ...['-DincludeScope=runtime', `-DoutputDirectory=${join(draft, 'libs')}`],
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`mvn: exit code ${code}`);
  await mkdir(join(draft, 'bin'));
  const script = join(draft, 'bin', 'kafka-server-start.sh');
  await writeFile(script, startScript);
  await chmod(script, 0o755);
  await rm(target, { recursive: true, force: true });
  await rename(draft, target);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
} finally {
  await rm(draft, { recursive: true, force: true });
}
