// The one module of src that a lab imports: what labs are written with.
export type { LabEvent } from './core/events.ts';
export { defineLab, type LabContext } from './core/lab.ts';
export type { Params, ParamValues } from './core/params.ts';
export { same, type Text } from './core/text.ts';
export { until } from './core/until.ts';
export { monotonicClock } from './measure/clock.ts';
export { countDelivery, type Delivery, type DeliveryHistory } from './measure/delivery.ts';
export { Histogram, type HistogramJson } from './measure/histogram.ts';
export { fromRuns, type IdRuns, lengthOf, toRuns } from './measure/id-runs.ts';
export { createRandom } from './measure/random.ts';
export type { Block, Mark, TableBlock, TimelineBlock } from './report/blocks.ts';
export type { Check, Findings, Verdict } from './report/findings.ts';
export { formatFigure, formatQuantity, formatSpan } from './report/format.ts';
export { type Proxy, proxy } from './services/proxy.ts';
export { type RedisServer, redis } from './services/redis.ts';
export type { Redis } from './services/redis-client.ts';
