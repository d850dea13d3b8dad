import { type MemoryFigures, percentile, rounded } from './figures.ts';

/** The figures of one phase: publish → received at the healthy endpoints, in milliseconds. */
export interface PhaseFigures extends MemoryFigures {
  phase: 'alone' | 'beside';
  eventsPerSecond: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  /** Events for healthy endpoints that had not arrived when 20 s had passed without any. */
  missing: number;
  /** Attempts at the endpoints that hang and at the slow one, in all of the phase. */
  hangingAttempts: number;
  slowAttempts: number;
}

/** Both phases, each measured twice in turns; the percentiles are of both times together. */
export interface FairnessFigures {
  database: string;
  eventsPerSecond: number;
  backlog: number;
  p50AloneMs: number;
  p95AloneMs: number;
  p99AloneMs: number;
  p50BesideMs: number;
  p95BesideMs: number;
  p99BesideMs: number;
  ratio: number;
  phases: PhaseFigures[];
}

/** A phase and its publish → received, one for each event that arrived. */
export interface MeasuredPhase {
  figures: PhaseFigures;
  latencies: number[];
}

/** Joins the phases of one run. */
export const summarise = (
  database: string,
  eventsPerSecond: number,
  backlog: number,
  measured: readonly MeasuredPhase[],
): FairnessFigures => {
  const latenciesOf = (phase: string) =>
    measured.flatMap(({ figures, latencies }) => (figures.phase === phase ? latencies : []));
  const alone = latenciesOf('alone');
  const beside = latenciesOf('beside');
  return {
    database,
    eventsPerSecond,
    backlog,
    p50AloneMs: percentile(alone, 0.5),
    p95AloneMs: percentile(alone, 0.95),
    p99AloneMs: percentile(alone, 0.99),
    p50BesideMs: percentile(beside, 0.5),
    p95BesideMs: percentile(beside, 0.95),
    p99BesideMs: percentile(beside, 0.99),
    ratio: rounded(percentile(beside, 0.95) / percentile(alone, 0.95), 2),
    phases: measured.map(({ figures }) => figures),
  };
};
