import type { Arrivals, Tally } from './tally.ts';

/** One event that a client wants published, known by its number. */
export interface Publication {
  number: number;
  /** Its Idempotency-Key; with one, the client tries again until it knows. */
  key: string | null;
}

/** What a client knows after one try. */
export type Outcome =
  | { kind: 'acknowledged'; id: string; isReplay: boolean }
  | { kind: 'refused'; reason: string }
  | { kind: 'unknown' };

/** The payload of a publication: different in length and content for each. */
export const payloadOf = (number: number) => ({
  amount: number,
  note: `${number} `.repeat(1 + (number % 150)),
});

/** What the clients know: the events that were acknowledged, and the tries that were not. */
export class Ledger {
  /** Event ids by the number of the publication. */
  readonly acknowledged = new Map<number, string>();
  /** Refused for good: they had no key, so nobody tried again. */
  readonly refused = new Set<number>();
  /** Refusals by what they said. */
  readonly reasons = new Map<string, number>();
  /** Without an answer and without a key: stored or not, nobody can know. */
  unknown = 0;
  /** Keys that were sent again after a try without success. */
  readonly retriedKeys = new Set<string>();
  /** Of those, keys whose first try had been stored although its answer was lost. */
  replayedKeys = 0;
  slowestMs = 0;

  note({ number, key }: Publication, outcome: Outcome, durationMs: number): void {
    this.slowestMs = Math.max(this.slowestMs, durationMs);
    if (outcome.kind === 'acknowledged') {
      this.acknowledged.set(number, outcome.id);
      if (outcome.isReplay) this.replayedKeys += 1;
      return;
    }
    if (outcome.kind === 'refused')
      this.reasons.set(outcome.reason, (this.reasons.get(outcome.reason) ?? 0) + 1);
    if (key !== null) this.retriedKeys.add(key);
    else if (outcome.kind === 'unknown') this.unknown += 1;
    else this.refused.add(number);
  }
}

/** What was promised, held against what arrived. */
export interface Comparison {
  acknowledged: number;
  /** Acknowledged events that every path of the receiver has accepted. */
  received: number;
  lost: number;
  /** Posts of an event to a path that had accepted it already. */
  duplicates: number;
  /** Events that arrived although nobody was told that they were stored. */
  unacknowledged: number;
  /** Of those, events whose publication was answered with a refusal. */
  refusedYetReceived: number;
  /** Sentences about what may not be: two ids for one publication, another body under the same id. */
  inconsistencies: string[];
}

const isAcceptedEverywhere = (tally: Tally, arrivals: Arrivals | undefined): boolean =>
  tally.paths.every((path) => (arrivals?.byPath.get(path)?.accepted ?? 0) > 0);

const numberOf = ({ body }: Arrivals): number => JSON.parse(body).data.amount;

const inconsistenciesOf = (ledger: Ledger, tally: Tally): string[] => {
  const found: string[] = [];
  const idByNumber = new Map(ledger.acknowledged);
  for (const [id, arrivals] of tally.events) {
    const number = numberOf(arrivals);
    const known = idByNumber.get(number) ?? id;
    idByNumber.set(number, known);
    if (known !== id) found.push(`Publication ${number} became ${known} and ${id}.`);
    if (!arrivals.isSameBody) found.push(`${id} arrived with two bodies.`);
    if (JSON.stringify(JSON.parse(arrivals.body).data) !== JSON.stringify(payloadOf(number)))
      found.push(`${id} arrived with another payload than publication ${number}.`);
  }
  if (new Set(ledger.acknowledged.values()).size !== ledger.acknowledged.size)
    found.push('Two publications were acknowledged with the same id.');
  return found;
};

/** Compares what was acknowledged with what arrived. */
export const compare = (ledger: Ledger, tally: Tally): Comparison => {
  const ids = [...ledger.acknowledged.values()];
  const acknowledgedIds = new Set(ids);
  const received = ids.filter((id) => isAcceptedEverywhere(tally, tally.events.get(id))).length;
  const arrived = [...tally.events.values()].flatMap(({ byPath }) => [...byPath.values()]);
  const unacknowledged = [...tally.events].filter(([id]) => !acknowledgedIds.has(id));
  return {
    acknowledged: ids.length,
    received,
    lost: ids.length - received,
    duplicates: arrived.reduce((sum, { accepted }) => sum + Math.max(0, accepted - 1), 0),
    unacknowledged: unacknowledged.length,
    refusedYetReceived: unacknowledged.filter(([, arrivals]) => ledger.refused.has(numberOf(arrivals)))
      .length,
    inconsistencies: inconsistenciesOf(ledger, tally),
  };
};
