// The one module of src that a lab imports: what labs are written with.
export type { Clock } from './core/clock.ts';
export { exitCodes, LabError, messageOf } from './core/errors.ts';
export type { LabEvent } from './core/events.ts';
export { defineLab, type LabContext } from './core/lab.ts';
export type { Params, ParamValues } from './core/params.ts';
export type { Scope } from './core/scope.ts';
export { onlyWhen, type Program, type Service } from './core/service.ts';
export { same, type Text } from './core/text.ts';
export { until } from './core/until.ts';
export { monotonicClock } from './measure/clock.ts';
export { closedLoop } from './measure/closed-loop.ts';
export { countDelivery, type Delivery, type DeliveryHistory } from './measure/delivery.ts';
export { harnessCost, harnessShare } from './measure/harness.ts';
export { percentileDistribution } from './measure/hgrm.ts';
export { Histogram, type HistogramJson } from './measure/histogram.ts';
export { fromRuns, type IdRuns, lengthOf, toRuns } from './measure/id-runs.ts';
export { auditClosedLoad, littlesLaw } from './measure/littles-law.ts';
export { type ClosedLoad, type Load, type OpenLoad, watchClient } from './measure/load.ts';
export { openLoop } from './measure/open-loop.ts';
export { judgeQuiet, probeMachine, type Quiet, type QuietProbe } from './measure/quiet.ts';
export { createRandom, type Random } from './measure/random.ts';
export { differenceOf, median, type PairedRatio, pairedRatio } from './measure/stats.ts';
export { type ArmTrials, runTrials, valuesOf } from './measure/trials.ts';
export type {
  BarsBlock,
  Block,
  Cell,
  HistogramBlock,
  Mark,
  TableBlock,
  TimelineBlock,
  TranscriptBlock,
} from './report/blocks.ts';
export type { Check, Findings, Verdict } from './report/findings.ts';
export { formatFigure, formatQuantity, formatSpan } from './report/format.ts';
export { type Haproxy, type HaproxyOptions, haproxy, haproxyProgram } from './services/haproxy.ts';
export { type Nginx, type NginxOptions, nginx, nginxProgram } from './services/nginx.ts';
export { freePort } from './services/port.ts';
export { type PostgresServer, postgres, postgresProgram } from './services/postgres.ts';
export type { PostgresAddress } from './services/postgres-url.ts';
export { findProgram, requireProgram } from './services/programs.ts';
export { type FaultProxy, proxy } from './services/proxy.ts';
export { type RedisServer, redis } from './services/redis.ts';
export type { Redis } from './services/redis-client.ts';
export { tlsOptions } from './services/redis-url.ts';
export { supervise } from './services/supervise.ts';
