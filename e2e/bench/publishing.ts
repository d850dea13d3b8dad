import { Peer } from './peer.ts';

/** What a publisher shall do; until `events` were published when it is given, else for `seconds`. */
export interface Order {
  origin: string;
  secret: string;
  /** Event types, taken in turns. */
  types: readonly string[];
  seconds?: number;
  events?: number;
  /** Events a second; without it, 256 at a time, as fast as they are answered. */
  rate?: number;
}

/** What became of it. */
export interface Tally {
  acked: number;
  refused: number;
  startedAt: number;
  ackMs: number[];
}

/** An integrator in a process of its own that posts events over REST. */
export class Publisher {
  readonly #peer = new Peer('publisher.ts');

  async publish(order: Order): Promise<Tally> {
    return this.#peer.ask(order);
  }

  end(): void {
    this.#peer.end();
  }
}
