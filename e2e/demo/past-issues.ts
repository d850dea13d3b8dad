import type { Environment } from '@parley/shared/words/environment';
import { hourMs } from '@parley/shared/words/time';
import { idAt, type Row } from './past-row.ts';

interface Failure {
  deliveryId: string;
  /** Milliseconds. */
  at: number;
}

const sampleMax = 5;
const error = 'ECONNREFUSED';

/** Failures by endpoint, of receivers that refuse the connection: what Parley would have opened an issue of. */
export class PastIssues {
  readonly #found = new Map<string, { consumerId: string; failures: Failure[] }>();

  add({ id, consumerId }: { id: string; consumerId: string }, failure: Failure): void {
    const one = this.#found.get(id) ?? { consumerId, failures: [] };
    one.failures.push(failure);
    this.#found.set(id, one);
  }

  rows(environment: Environment): { issues: Row[]; hours: Row[] } {
    const all = [...this.#found].map(([endpointId, { consumerId, failures }]) =>
      rowsOf({ environment, endpointId, consumerId }, failures),
    );
    return { issues: all.map(({ issue }) => issue), hours: all.flatMap(({ hours }) => hours) };
  }
}

const rowsOf = (
  {
    environment,
    endpointId,
    consumerId,
  }: { environment: Environment; endpointId: string; consumerId: string },
  failures: readonly Failure[],
): { issue: Row; hours: Row[] } => {
  const times = failures.map(({ at }) => at).toSorted((a, b) => a - b);
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const id = idAt('iss', first);
  const iso = (at: number) => new Date(at).toISOString();
  const opened = {
    at: iso(first),
    what: 'opened',
    by: null,
    note: 'The connection was refused.',
    until: null,
  };
  const byHour = Map.groupBy(times, (at) => at - (at % hourMs));
  const newest = failures.toSorted((a, b) => b.at - a.at).slice(0, sampleMax);
  return {
    issue: {
      id,
      kind: 'delivery',
      environment,
      consumer_id: consumerId,
      subject_id: endpointId,
      cause: 'refused',
      code: 0,
      status: 'open',
      count: failures.length,
      episode_count: failures.length,
      since_at: first,
      first_seen_at: first,
      last_seen_at: last,
      last_error: error,
      opened_at: first,
      muted_until: null,
      resolved_at: null,
      changed_at: last,
      sample: JSON.stringify(newest.map(({ deliveryId, at }) => ({ deliveryId, at: iso(at), error }))),
      history: JSON.stringify([opened]),
    },
    hours: [...byHour].map(([hour, list]) => ({ issue_id: id, hour, count: list.length })),
  };
};
