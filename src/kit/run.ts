// What acts are written with: servers, clients, loads, clocks. A lab imports this and kit/judge.ts, and nothing else of src.
export { delayMs } from '../chat/back-off.ts';
export { type ChatNode, type ChatNodeOptions, chatNode, serverNode } from '../chat/chat-node.ts';
export { ChatClient } from '../chat/client.ts';
export type { Connection } from '../chat/connection.ts';
export { nginxFront } from '../chat/front.ts';
export { openGateway } from '../chat/gateway.ts';
export { openNodeSocket } from '../chat/node-socket.ts';
export { reasonWords } from '../chat/reasons.ts';
export { signToken, tokenReader } from '../chat/token.ts';
export { closeCodes, type NotRecovered, subprotocol } from '../chat/wire.ts';
export type { Act } from '../core/act.ts';
export type { Clock } from '../core/clock.ts';
export { exitCodes, LabError, messageOf, RefusedError } from '../core/errors.ts';
export type { LabEvent } from '../core/events.ts';
export { defineLab, type LabContext } from '../core/lab.ts';
export type { Params, ParamValues } from '../core/params.ts';
export type { Scene } from '../core/scene.ts';
export type { Scope } from '../core/scope.ts';
export { onlyWhen, optional, type Program, type Service } from '../core/service.ts';
export { same, type Text } from '../core/text.ts';
export { until } from '../core/until.ts';
export { monotonicClock } from '../measure/clock.ts';
export { closedLoop } from '../measure/closed-loop.ts';
export { countDelivery, countReordered, type Delivery } from '../measure/delivery.ts';
export { harnessCost } from '../measure/harness.ts';
export { Histogram, type HistogramJson } from '../measure/histogram.ts';
export { fromRuns, type IdRuns, toRuns } from '../measure/id-runs.ts';
export { type ClosedLoad, type Load, type OpenLoad, watchClient } from '../measure/load.ts';
export { openLoop } from '../measure/open-loop.ts';
export { createRandom, type Random } from '../measure/random.ts';
export { type ArmTrials, runTrials, valuesOf } from '../measure/trials.ts';
export { opensslProgram } from '../services/certificate.ts';
export type { Footprint } from '../services/footprint.ts';
export {
  type Haproxy,
  type HaproxyOptions,
  haproxy,
  haproxyPeer,
  haproxyProgram,
} from '../services/haproxy.ts';
export { type HttpListener, listen } from '../services/http-listener.ts';
export { javaProgram, type KafkaServer, kafka, kafkaProgram } from '../services/kafka.ts';
export type { KafkaAddress } from '../services/kafka-address.ts';
export {
  type KafkaClient,
  type KafkaMessage,
  kafkaClient,
} from '../services/kafka-client.ts';
export { type Nginx, type NginxOptions, nginx, nginxLacks, nginxProgram } from '../services/nginx.ts';
export { nodeProcess } from '../services/node-program.ts';
export { requireOpenFiles } from '../services/open-files.ts';
export { freePort, onFreePort } from '../services/port.ts';
export { type PostgresServer, postgres, postgresProgram } from '../services/postgres.ts';
export type { PostgresAddress } from '../services/postgres-client.ts';
export { ccProgram, type PowerCut, powerCut } from '../services/power-cut.ts';
export { findProgram, requireProgram } from '../services/programs.ts';
export { type FaultProxy, proxy } from '../services/proxy.ts';
export { type RabbitmqServer, rabbitmq, rabbitmqProgram } from '../services/rabbitmq.ts';
export { type AmqpConnection, openAmqp } from '../services/rabbitmq-client.ts';
export { explainAmqpError } from '../services/rabbitmq-errors.ts';
export type { AmqpAddress } from '../services/rabbitmq-url.ts';
export { type RedisServer, redis, redisProgram } from '../services/redis.ts';
export { connectRedis, type Redis } from '../services/redis-client.ts';
export { type RedisCluster, redisCluster } from '../services/redis-cluster.ts';
export { type RedisOnDisk, redisOnDisk } from '../services/redis-on-disk.ts';
export type { RedisPipeline } from '../services/redis-pipeline.ts';
export { type RedisReplica, redisReplica } from '../services/redis-replica.ts';
export { type RedisAddress, tlsOptions } from '../services/redis-url.ts';
export { encodeCommand, replyReader } from '../services/resp.ts';
export { supervise } from '../services/supervise.ts';
