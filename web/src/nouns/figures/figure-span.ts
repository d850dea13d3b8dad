import type { ChartSpan } from '../../lib/time/chart-span.ts';

/** A span as the server is asked for figures of it. */
export function figureSpanOf({ since, until, bucketMs }: ChartSpan) {
  return {
    until: new Date(until).toISOString(),
    pieceSeconds: bucketMs / 1000,
    pieces: Math.round((until - since) / bucketMs),
  };
}

/** The pieces of an answer as a chart takes them. */
export function bucketsFrom<Piece extends { since: string }>(
  pieces: readonly Piece[],
  { bucketMs }: ChartSpan,
  valuesOf: (piece: Piece) => (number | null)[],
) {
  return pieces.map((piece) => {
    const since = Date.parse(piece.since);
    return { since, until: since + bucketMs, values: valuesOf(piece) };
  });
}
