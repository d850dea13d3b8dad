import { setTimeout as sleep } from 'node:timers/promises';
import { Peer } from './peer.ts';

/** What receivers counted since the last `take`; times in milliseconds since 1970. */
export interface Counted {
  received: number;
  /** Without repetitions: one for each event at each origin. */
  distinct: number;
  firstAt: number;
  lastAt: number;
}

/** What receivers took, with the moment of publishing and publish → received of each. */
export interface Taken extends Counted {
  sentAts: number[];
  latencies: number[];
}

const stallMs = 20_000;

/** Receivers in one process of their own, each at an origin of its own. */
export class Receivers {
  readonly origins: readonly string[];
  readonly #sink: Peer;

  private constructor(sink: Peer, origins: readonly string[]) {
    this.#sink = sink;
    this.origins = origins;
  }

  /** `answerAfterMs` is 0 for at once and `never` for receivers that hang. */
  static async start(count: number, answerAfterMs: number | 'never' = 0): Promise<Receivers> {
    const sink = new Peer('sink.ts', String(answerAfterMs));
    const { port } = await sink.next<{ port: number }>();
    const origins = Array.from({ length: count }, (_, index) => `http://127.0.0.${index + 2}:${port}`);
    return new Receivers(sink, origins);
  }

  async count(): Promise<Counted> {
    return this.#sink.ask('count');
  }

  /** Counts from zero again. */
  async take(): Promise<Taken> {
    return this.#sink.ask('take');
  }

  /** Breaks all connections, so that attempts under way end. */
  async drop(): Promise<void> {
    await this.#sink.ask('drop');
  }

  /** Waits until this many arrived, or none for 20 s. */
  async drain(expected: number): Promise<Counted> {
    let counted = await this.count();
    let movedAt = Date.now();
    while (counted.distinct < expected && Date.now() - movedAt < stallMs) {
      await sleep(50);
      const next = await this.count();
      if (next.received > counted.received) movedAt = Date.now();
      counted = next;
    }
    return counted;
  }

  end(): void {
    this.#sink.end();
  }
}
