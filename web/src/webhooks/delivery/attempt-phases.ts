import type { AttemptView } from '@parley/shared/webhooks/delivery';

/** A part of an attempt, in milliseconds. */
export interface Phase {
  name: 'connect' | 'wait' | 'read';
  ms: number;
}

/** What an attempt did with its time, in order; empty where that is not known. */
export function phasesOf({
  connectMs,
  firstByteMs,
  durationMs,
}: Pick<AttemptView, 'connectMs' | 'firstByteMs' | 'durationMs'>): Phase[] {
  if (connectMs === null || firstByteMs === null) return [];
  const part = (name: Phase['name'], from: number, to: number): Phase => ({
    name,
    ms: Math.max(0, to - from),
  });
  return [
    part('connect', 0, connectMs),
    part('wait', connectMs, firstByteMs),
    part('read', firstByteMs, durationMs),
  ];
}
