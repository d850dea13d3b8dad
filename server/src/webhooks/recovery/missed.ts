import { type Catalog, wants } from '../catalog/catalog.service.ts';
import { dataTextOf } from '../event-type/body.service.ts';
import { isInAudience } from '../recipient/recipient.service.ts';
import { validatorOf } from '../../openapi/json-schema/json-schema.ts';
import { type Selected, type Selection, selectRows, type Reading } from './selection.ts';

const pageSize = 500;

interface EventRow {
  id: string;
  body: string;
  audience: string;
  publisherId: string;
}

/** Of these events, those that the endpoint would get if they were published today. */
export const wantedOf = async (
  source: Reading,
  catalog: Catalog,
  endpointId: string,
  rows: readonly Selected[],
): Promise<Selected[]> => {
  const snapshot = await catalog.current(source.reader);
  const endpoint = snapshot.endpoints.get(endpointId);
  if (!endpoint) return [];
  const named = rows.filter((row) => wants(endpoint.eventTypes, row.event_type));
  const events = await source.reader.all<EventRow>(
    `select e.id, e.body, e.audience, e.publisher_id as "publisherId" from ${source.store.rowsOf({ id: 'text' }, 'r')}
     join event e on e.id = r.id`,
    JSON.stringify(named.map(({ id }) => ({ id }))),
  );
  const byId = new Map(events.map((event) => [event.id, event]));
  return named.flatMap((row) => {
    const event = byId.get(row.id);
    if (!event || !isInAudience(event, endpoint.consumerId, snapshot)) return [];
    const fits =
      endpoint.filter === null ||
      validatorOf(endpoint.filter)(JSON.parse(dataTextOf(event.body))).length === 0;
    return fits ? [row] : [];
  });
};

/** All events of a selection that the endpoint missed. */
export const missedOf = async (
  source: Reading,
  catalog: Catalog,
  selection: Selection,
): Promise<Selected[]> => {
  const missed: Selected[] = [];
  let after: string | null = null;
  for (;;) {
    const rows: Selected[] = await selectRows(source, selection, after, pageSize);
    missed.push(...(await wantedOf(source, catalog, selection.endpointId, rows)));
    const last = rows.at(-1);
    if (rows.length < pageSize || !last) return missed;
    after = last.id;
  }
};
