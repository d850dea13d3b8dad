import type { CounterAsk, CounterState } from '../limit-counter/counters.service.ts';
import type { LimitRule } from './applied-limits.service.ts';

/** A limit that counted a call, and where it stands. */
export interface LimitStanding {
  rule: LimitRule;
  ask: CounterAsk;
  state: CounterState;
  /** Seconds of the window, or of the period of the calendar. */
  windowSeconds: number;
}

/** Whole seconds of which none is too few: whoever waits so long has waited enough. */
export const secondsOf = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

/**
 * `RateLimit-Policy` and `RateLimit` as the IETF draft "RateLimit header fields for HTTP" writes them: `"minute";q=100;w=60`
 * and `"minute";r=50;t=30`, where `t` is the seconds until there is more.
 */
export const limitHeaders = (standings: readonly LimitStanding[]): Record<string, string> => {
  if (standings.length === 0) return {};
  return {
    'ratelimit-policy': standings
      .map(({ rule, windowSeconds }) => `"${rule.name}";q=${rule.calls};w=${windowSeconds}`)
      .join(', '),
    ratelimit: standings
      .map(({ rule, state }) => `"${rule.name}";r=${state.left};t=${secondsOf(state.resetMs)}`)
      .join(', '),
  };
};
