// What judges and shows are written with: pure, so that a browser can judge a record too. Nothing here reaches node:*.
export {
  clientBoundFrom,
  isSkipped,
  type Prediction,
  type RowQuality,
  ran,
  type Shown,
  type Skipped,
} from '../core/act.ts';
export type { Answers, Decision } from '../core/decision.ts';
export { exitCodes, LabError } from '../core/errors.ts';
export type { Experiment, Look, Seen } from '../core/experiment.ts';
export { type Judged, judgeOf, type Turned, type With } from '../core/judge.ts';
export type { ActsData, TrialsOfArm } from '../core/lab.ts';
export type { Rung } from '../core/scene.ts';
export { same, type Text } from '../core/text.ts';
export type { Happening } from '../core/trace.ts';
export type { Step, Track } from '../core/track.ts';
export { countDelivery, type Delivery, type DeliveryHistory } from '../measure/delivery.ts';
export { percentileDistribution } from '../measure/hgrm.ts';
export { Histogram, type HistogramJson } from '../measure/histogram.ts';
export { fromRuns, type IdRuns, lengthOf, toRuns } from '../measure/id-runs.ts';
export { littlesLaw } from '../measure/littles-law.ts';
export type { ClosedLoad, Load, OpenLoad } from '../measure/load.ts';
export { differenceOf, type Mean, meanOf, median, type PairedRatio, pairedRatio } from '../measure/stats.ts';
export type {
  BarsBlock,
  Block,
  Cell,
  Column,
  HistogramBlock,
  LinesBlock,
  MapBlock,
  Mark,
  Row,
  Sighting,
  TableBlock,
  TimelineBlock,
  TranscriptBlock,
} from '../report/blocks.ts';
export type { Evidence, Verdict } from '../report/findings.ts';
export { formatFigure, formatQuantity, formatSpan } from '../report/format.ts';
export { intervalText, ratioText } from '../report/ratio.ts';
