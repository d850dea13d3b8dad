import { useState } from 'react';
import { instantsOf, type Span } from './span.ts';

/**
 * The instants of a span, the same until another span is chosen: a list that polls keeps its rows where they are
 * only while its question stays the same.
 */
export function useSpan({ range, since, until }: Span): ReturnType<typeof instantsOf> {
  const key = [range, since, until].join(' ');
  const hold = () => ({ key, instants: instantsOf({ range, since, until }, new Date()) });
  const [held, setHeld] = useState(hold);
  if (held.key !== key) setHeld(hold);
  return held.instants;
}
