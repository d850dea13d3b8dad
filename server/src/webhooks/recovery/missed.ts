import { type Catalog, isAllowed, wants } from '../catalog/catalog.service.ts';
import { dataTextOf } from '../event-type/body-text.service.ts';
import { Payload, type PayloadChecks } from '../payload/payload-checks.service.ts';
import { isInAudience } from '../recipient/recipient.service.ts';
import { type Selected, type Selection, selectRows, type Reading } from './selection.ts';

const pageSize = 500;
/** Bodies that are held at once: each may have a megabyte. */
const bodiesHeld = 16;

/** Whether a filter lets a payload through; one that cannot be asked does. `owner` is in whose turn it is asked. */
export type AskFilter = (filter: string, data: unknown, owner: string) => Promise<boolean> | boolean;

const lets = (verdict: Awaited<ReturnType<PayloadChecks['check']>> | undefined): boolean =>
  verdict?.kind !== 'checked' || verdict.errors.length === 0;

/** Asks on the event loop and nowhere else, for whoever has a transaction open. */
export const askAtOnce =
  (payloads: PayloadChecks): AskFilter =>
  (filter, data) =>
    lets(payloads.checkNow(filter, new Payload(data)));

/** Asks on a thread what takes longer. */
export const askAnywhere =
  (payloads: PayloadChecks): AskFilter =>
  async (filter, data, owner) =>
    lets(await payloads.check(filter, new Payload(data), owner));

interface EventRow {
  id: string;
  body: string;
  audience: string;
  publisherId: string;
}

const readEvents = async (
  { reader, store }: Reading,
  rows: readonly Selected[],
  hasFilter: boolean,
): Promise<EventRow[]> =>
  reader.all<EventRow>(
    `select e.id, ${hasFilter ? 'e.body' : `''`} as body, e.audience, e.publisher_id as "publisherId"
     from ${store.rowsOf({ id: 'text' }, 'r')} join event e on e.id = r.id`,
    JSON.stringify(rows.map(({ id }) => ({ id }))),
  );

/** What asking takes. */
interface Asking {
  source: Reading;
  catalog: Catalog;
  ask: AskFilter;
}

/** Of these events, those that the endpoint would get if they were published today. */
export const wantedOf = async (
  { source, catalog, ask }: Asking,
  endpointId: string,
  rows: readonly Selected[],
): Promise<Selected[]> => {
  const snapshot = await catalog.current(source.reader);
  const endpoint = snapshot.endpoints.get(endpointId);
  if (!endpoint) return [];
  const { filter, consumerId } = endpoint;
  const named = rows.filter(
    (row) => wants(endpoint.eventTypes, row.event_type) && isAllowed(endpoint, row.event_type),
  );
  const wanted: Selected[] = [];
  const step = filter === null ? pageSize : bodiesHeld;
  for (let from = 0; from < named.length; from += step) {
    const some = named.slice(from, from + step);
    const events = await readEvents(source, some, filter !== null);
    const byId = new Map(events.map((event) => [event.id, event]));
    for (const row of some) {
      const event = byId.get(row.id);
      if (!event || !isInAudience(event, endpoint.consumerId, snapshot)) continue;
      if (filter === null || (await ask(filter, JSON.parse(dataTextOf(event.body)), consumerId)))
        wanted.push(row);
    }
  }
  return wanted;
};

/** All events of a selection that the endpoint missed. */
export const missedOf = async (asking: Asking, selection: Selection): Promise<Selected[]> => {
  const missed: Selected[] = [];
  let after: string | null = null;
  for (;;) {
    const rows: Selected[] = await selectRows(asking.source, selection, after, pageSize);
    missed.push(...(await wantedOf(asking, selection.endpointId, rows)));
    const last = rows.at(-1);
    if (rows.length < pageSize || !last) return missed;
    after = last.id;
  }
};
