import { useMemo } from 'react';
import { chartSpanOf, type ChartSpan } from './chart-span.ts';
import type { Span } from './span.ts';
import { useNow } from './use-now.ts';

/** The pieces of time that a chart shows now. The same object until another piece begins, or another range is chosen. */
export function useChartSpan({ range, since, until }: Span): ChartSpan {
  const span = chartSpanOf({ range, since, until }, useNow().getTime());
  const { since: first, until: last, bucketMs } = span;
  return useMemo(() => ({ since: first, until: last, bucketMs }), [first, last, bucketMs]);
}
