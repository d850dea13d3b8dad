/** How one attempt ended, as far as the health of its endpoint goes. */
export type AttemptHealth = 'ok' | 'failed' | 'throttled';

interface Circuit {
  /** Failures since the latest success. */
  streak: number;
  /** Attempts that may be under way at once: grows with successes, halves with failures. */
  limit: number;
  /** No attempt begins before this, in milliseconds; after it one probe does. */
  openUntil: number;
  /** How often it opened since the latest success. */
  opened: number;
  isProven: boolean;
  /** How often a person had closed it when it was begun. */
  closings: number;
}

const streakToOpen = 10;
const openMs = 1000;
const openMaxMs = 300_000;
const firstLimit = 4;
const circuitsMax = 50_000;

/**
 * A circuit breaker for each endpoint. After ten failures in a row nothing is sent for a second, then one probe; each
 * failed probe doubles the wait, to five minutes, and a success closes it. What waits meanwhile loses no attempt. A person
 * who mends the receiver closes it too, which is counted at the endpoint: a circuit of an earlier count is forgotten.
 */
export class Circuits {
  readonly #limitMax: number;
  readonly #closingsOf: (endpointId: string) => number;
  readonly #circuits = new Map<string, Circuit>();

  /** `closingsOf` says how often a person closed the circuit of an endpoint. */
  constructor(limitMax: number, closingsOf: (endpointId: string) => number) {
    this.#limitMax = limitMax;
    this.#closingsOf = closingsOf;
  }

  /** When the next attempt may begin, in milliseconds; in the past for now. */
  openUntil(endpointId: string): number {
    return this.#known(endpointId)?.openUntil ?? 0;
  }

  /** How many attempts may be under way at once. */
  limitOf(endpointId: string): number {
    const circuit = this.#known(endpointId);
    if (!circuit) return Math.min(firstLimit, this.#limitMax);
    return circuit.opened > 0 ? 1 : circuit.limit;
  }

  /** Whether its latest attempt succeeded: others do not have to make room for the unproven. */
  isProven(endpointId: string): boolean {
    return this.#known(endpointId)?.isProven ?? false;
  }

  /** Endpoints to which nothing may be sent now, with the time when that ends, in milliseconds. */
  open(now: number): { id: string; until: number }[] {
    return [...this.#circuits].flatMap(([id, { openUntil: until, closings }]) =>
      until > now && closings === this.#closingsOf(id) ? [{ id, until }] : [],
    );
  }

  /** Takes note of an attempt that ended; `true` when the circuit opened. `waitMs` is what the receiver asked for. */
  record(endpointId: string, health: AttemptHealth, now: number, waitMs = 0): boolean {
    const circuit = this.#of(endpointId);
    if (health === 'ok') {
      circuit.limit = Math.min(this.#limitMax, circuit.opened > 0 ? 2 : circuit.limit + 1);
      circuit.streak = 0;
      circuit.opened = 0;
      circuit.openUntil = 0;
      circuit.isProven = true;
      return false;
    }
    circuit.streak += 1;
    circuit.isProven = false;
    circuit.limit = Math.max(1, Math.floor(circuit.limit / 2));
    const isThrottled = health === 'throttled';
    // Attempts that were under way when it opened say nothing new.
    if (circuit.openUntil > now || (!isThrottled && circuit.streak < streakToOpen)) return false;
    const backoff = Math.min(openMaxMs, openMs * 2 ** Math.min(circuit.opened, 20));
    circuit.openUntil = now + Math.max(backoff, Math.min(waitMs, openMaxMs));
    circuit.opened += 1;
    return true;
  }

  #known(endpointId: string): Circuit | undefined {
    const circuit = this.#circuits.get(endpointId);
    if (circuit === undefined || circuit.closings === this.#closingsOf(endpointId)) return circuit;
    this.#circuits.delete(endpointId);
    return undefined;
  }

  #of(endpointId: string): Circuit {
    let circuit = this.#known(endpointId);
    if (!circuit) {
      // The oldest is forgotten: it starts carefully again.
      const [oldest] = this.#circuits.keys();
      if (this.#circuits.size >= circuitsMax && oldest !== undefined) this.#circuits.delete(oldest);
      circuit = {
        streak: 0,
        limit: Math.min(firstLimit, this.#limitMax),
        openUntil: 0,
        opened: 0,
        isProven: false,
        closings: this.#closingsOf(endpointId),
      };
      this.#circuits.set(endpointId, circuit);
    }
    return circuit;
  }
}
