/** How many calls one counter allows, and what is counted by it. */
export type CounterAsk = {
  /** Names the counter in every process. That of a calendar period has the name of the period in it. */
  id: string;
  /** So many calls are allowed. */
  calls: number;
  /** Calls of the question that it counts; 0 only looks. */
  cost: number;
} & (
  | {
      kind: 'window';
      /** Calls of the last so many milliseconds are counted, to the millisecond. */
      windowMs: number;
    }
  | {
      kind: 'period';
      /** When the period ends, in milliseconds since 1970 and from now. */
      endsAtMs: number;
      endsInMs: number;
    }
);

/** One question: may calls be let through that all of these counters count? */
export type LimitAsk = readonly CounterAsk[];

/** A counter after a decision. */
export interface CounterState {
  /** Calls that may follow at once. */
  left: number;
  /** Milliseconds until more are allowed; those of an unused window until it would be empty. */
  resetMs: number;
}

/** What came of one question. The calls are counted by all counters, or by none. */
export interface LimitDecision {
  isAdmitted: boolean;
  /** In the order of the counters. */
  states: readonly CounterState[];
  /** Milliseconds after which the same question would be admitted, if nobody else asks; 0 when it is. */
  waitMs: number;
}

/** The same question, asked `times` times at once. */
export interface RepeatedAsk {
  ask: LimitAsk;
  times: number;
}

/** How many of a repeated question were admitted, and where the counters stand after all of them. */
export interface RepeatedDecision {
  admitted: number;
  states: readonly CounterState[];
  waitMs: number;
}

/** Where processes count together. One call is one round trip, however many questions it has. */
export interface SharedCounters {
  /** Decides each question, in their order. Throws when it cannot. */
  decide: (asks: readonly RepeatedAsk[]) => Promise<RepeatedDecision[]>;
  close: () => Promise<void>;
}
