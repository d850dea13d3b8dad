/** What a decision asks, in its order. */
export type DecisionStep = 'credential' | 'plan' | 'network' | 'scope' | 'limits' | 'contract';

/** One step of a decision: what came of it, and the value that decided. Never a secret. */
export interface TraceStep {
  step: DecisionStep;
  /** `skipped` where there was nothing to ask. */
  result: 'passed' | 'refused' | 'skipped';
  /** Such as the id of a key, an address, or the name of a limit. */
  value: string;
  /** Microseconds that the step took, what it waited for included. */
  micros: number;
}

const valueLengthMax = 200;

/** The steps of one decision, each timed from the end of the one before. */
export class DecisionTrace {
  readonly #steps: TraceStep[] = [];
  #since = performance.now();

  /** Leaves out what passed between two steps, such as work of a door. */
  resume(): void {
    this.#since = performance.now();
  }

  note(step: DecisionStep, result: TraceStep['result'], value: string): void {
    const now = performance.now();
    const micros = Math.round((now - this.#since) * 1000);
    this.#since = now;
    this.#steps.push({ step, result, value: value.slice(0, valueLengthMax), micros });
  }

  get steps(): readonly TraceStep[] {
    return this.#steps;
  }
}
