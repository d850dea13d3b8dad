import type { Job } from '../delivery/claim.service.ts';

/**
 * How a publisher passes fresh deliveries to the worker in its own process without a second trip through the database:
 * they are stored as claimed by that worker, and handed over after the commit. If the process dies in between, the claim
 * runs out and any worker takes them.
 */
export interface HandOff {
  /** The worker's name in `leaseOwner`. */
  owner: string;
  /** Reserves room to send to this endpoint now; `false` when its lane or the worker is full. */
  reserve: (endpointId: string) => boolean;
  /** Gives a reservation back: its delivery was not stored. */
  release: (endpointId: string) => void;
  /** Gives claims back that may or may not have been stored; their reservations are released already. */
  disown: (jobs: Job[]) => void;
  /** When a claim made at `now` runs out, in milliseconds. */
  leaseUntil: (now: number) => number;
  /** Takes reserved and committed jobs. */
  accept: (jobs: Job[]) => void;
}
