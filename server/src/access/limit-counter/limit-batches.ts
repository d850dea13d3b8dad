import type { LimitAsk, LimitDecision, RepeatedAsk, RepeatedDecision, SharedCounters } from './decision.ts';

interface Waiting {
  ask: LimitAsk;
  resolve: (decision: LimitDecision) => void;
  reject: (error: unknown) => void;
}

/** Processes count together no more for now. */
export class StoreAway extends Error {}

const deadlineMs = 1000;
const waitingMax = 20_000;
/** Questions of one round trip. */
const batchMax = 500;

const meaningOf = (ask: LimitAsk): string =>
  ask.map(({ id, calls, cost }) => `${id} ${calls} ${cost}`).join('|');

/** Each of the same questions by itself: the first ones are those that were admitted. */
const deal = (waiting: readonly Waiting[], { admitted, states, waitMs }: RepeatedDecision): void => {
  waiting.forEach(({ ask, resolve }, index) => {
    const isAdmitted = index < admitted;
    const after = isAdmitted ? admitted - 1 - index : 0;
    resolve({
      isAdmitted,
      waitMs: isAdmitted ? 0 : waitMs,
      states: states.map(({ left, resetMs }, place) => ({
        left: left + after * (ask[place]?.cost ?? 0),
        resetMs,
      })),
    });
  });
};

const within = async <Result>(ms: number, work: Promise<Result>): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Takes questions to where processes count together: whatever waits is one round trip, the same question many times is one
 * question. A second without an answer is none.
 */
export class LimitBatches {
  readonly #counters: SharedCounters;
  #waiting: Waiting[] = [];
  #isUnderWay = false;

  constructor(counters: SharedCounters) {
    this.#counters = counters;
  }

  /** Throws {@link StoreAway} when there is no answer. */
  async decide(ask: LimitAsk): Promise<LimitDecision> {
    if (this.#waiting.length >= waitingMax) throw new StoreAway('Too many questions wait.');
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ask, resolve, reject });
      // What arrived with the same turn of the event loop goes together.
      if (!this.#isUnderWay) {
        this.#isUnderWay = true;
        setImmediate(() => void this.#askAll());
      }
    });
  }

  async #askAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, batchMax);
      this.#waiting = this.#waiting.slice(batchMax);
      await this.#ask(batch);
    }
    this.#isUnderWay = false;
  }

  async #ask(batch: readonly Waiting[]): Promise<void> {
    const groups = [...Map.groupBy(batch, ({ ask }) => meaningOf(ask)).values()];
    const asks = groups.flatMap(([first, ...others]): RepeatedAsk[] =>
      first ? [{ ask: first.ask, times: others.length + 1 }] : [],
    );
    try {
      const decisions = await within(deadlineMs, this.#counters.decide(asks));
      if (decisions.length !== groups.length) throw new Error('Another number of answers than of questions.');
      groups.forEach((group, index) => {
        const decision = decisions[index];
        if (decision) deal(group, decision);
      });
    } catch (error) {
      const away = new StoreAway('The store of limits does not answer.', { cause: error });
      for (const { reject } of batch) reject(away);
    }
  }
}
