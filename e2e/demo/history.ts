import { ApiKeyPage } from '@parley/shared/access/api-key';
import { ConsumerPage } from '@parley/shared/access/consumer';
import { ContractVersionPage } from '@parley/shared/contracts/contract';
import { EndpointPage } from '@parley/shared/webhooks/endpoint';
import { RecoveryView } from '@parley/shared/webhooks/recovery';
import { dayMs, hourMs } from '@parley/shared/words/time';
import { openOtherWriter, type OtherWriter } from '../support/other-writer.ts';
import { read, type Rest } from '../support/rest.ts';
import { consumers, names } from './company.ts';
import { appointmentsApi } from './contracts.ts';
import { type Cast, type Past, pastFaults, tellPast } from './past.ts';
import type { Row } from './past-row.ts';

const published: Record<string, readonly string[]> = {
  [names.scheduling]: ['appointment.booked', 'appointment.booked', 'appointment.cancelled'],
  [names.payments]: [
    'invoice.generated',
    'invoice.paid',
    'payment.captured',
    'payment.captured',
    'payment.refunded',
  ],
};

interface Known {
  consumers: ReadonlyMap<string, string>;
  keys: readonly { id: string; name: string; consumerId: string; environment: string; isRevoked: boolean }[];
  endpoints: readonly { id: string; description: string | null; consumerId: string; url: string }[];
}

const readKnown = async (staff: Rest): Promise<Known> => {
  const page = await Promise.all([
    staff.get('/v1/consumers?limit=200'),
    staff.get('/v1/api-keys?limit=200&environment=live'),
    staff.get('/v1/endpoints?limit=200&environment=live'),
  ]);
  const keys = read(ApiKeyPage, page[1]).items;
  return {
    consumers: new Map(read(ConsumerPage, page[0]).items.map(({ name, id }) => [name, id])),
    keys: keys.map(({ revokedAt, ...key }) => ({ ...key, isRevoked: revokedAt !== null })),
    endpoints: read(EndpointPage, page[2]).items,
  };
};

const keyOf = ({ consumers: ids, keys }: Known, consumer: string): { consumerId: string; keyId: string } => {
  const consumerId = ids.get(consumer) ?? '';
  const key = keys.find(
    (one) => one.consumerId === consumerId && one.environment === 'live' && !one.isRevoked,
  );
  if (!key) throw new Error(`${consumer} has no live key.`);
  return { consumerId, keyId: key.id };
};

const castOf = (known: Known): Cast => ({
  publishers: Object.entries(published).map(([name, eventTypes]) => ({ ...keyOf(known, name), eventTypes })),
  endpoints: consumers.flatMap((consumer) =>
    consumer.endpoints.flatMap(({ description, temper, eventTypes }) => {
      const found = known.endpoints.find((one) => one.description === description);
      return found
        ? [{ id: found.id, consumerId: found.consumerId, url: found.url, temper, eventTypes }]
        : [];
    }),
  ),
});

const literal = (value: Row[string]): string => {
  if (value === null) return 'null';
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
};

const rowsAtOnce = 400;

const inserts = (table: string, rows: readonly Row[]): string[] => {
  const columns = Object.keys(rows[0] ?? {});
  const statements: string[] = [];
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const values = rows
      .slice(from, from + rowsAtOnce)
      .map((row) => `(${columns.map((column) => literal(row[column] ?? null)).join(', ')})`);
    const quoted = columns.map((column) => `"${column}"`).join(', ');
    statements.push(`insert into "${table}" (${quoted}) values ${values.join(',\n')}`);
  }
  return statements;
};

/** Who called the appointments of this company, and how often an hour: the one that a pending version removes among them. */
const callers = [
  { consumer: names.app, operation: 'POST /appointments', perHour: 30 },
  { consumer: names.app, operation: 'GET /appointments/{id}', perHour: 90 },
  { consumer: names.app, operation: 'DELETE /appointments/{id}', perHour: 4 },
  { consumer: 'Clinic desk', operation: 'DELETE /appointments/{id}', perHour: 2 },
  { consumer: 'Clinic desk', operation: 'GET /appointments/{id}', perHour: 60 },
];

const callsOf = (known: Known, versionId: string, now: number): Row[] =>
  callers.flatMap(({ consumer, operation, perHour }) =>
    Array.from({ length: 7 * 24 }, (_, index): Row => {
      const hour = now - (now % hourMs) - (index + 1) * hourMs;
      const isOpen = new Date(hour).getUTCHours() >= 7 && new Date(hour).getUTCHours() < 19;
      const { keyId, consumerId } = keyOf(known, consumer);
      const calls = Math.round(perHour * (isOpen ? 1 : 0.1) * (0.7 + Math.random() * 0.6));
      return {
        key_id: keyId,
        api: appointmentsApi.slug,
        operation,
        version_id: versionId,
        hour,
        field: '',
        consumer_id: consumerId,
        environment: 'live',
        calls,
        errors: Math.floor(calls * 0.01),
        last_at: hour + hourMs - 1,
      };
    }).filter(({ calls }) => calls !== 0),
  );

const total = (rows: readonly Row[], column: 'calls' | 'errors'): number =>
  rows.reduce((sum, row) => sum + Number(row[column]), 0);

/** The same calls as Parley sums them: by key and hour, by operation and day, by version and day. */
const sumsOf = (calls: readonly Row[]): Record<'key_hour' | 'call_day' | 'version_day', Row[]> => {
  const sumBy = (columns: readonly string[], isDaily: boolean): Row[] => {
    const rows = calls.map((row): Row => ({ ...row, day: Number(row.hour) - (Number(row.hour) % dayMs) }));
    const groups = Map.groupBy(rows, (row) => columns.map((column) => row[column]).join(' '));
    return [...groups.values()].map((group) => ({
      ...Object.fromEntries(columns.map((column) => [column, group[0]?.[column] ?? null])),
      calls: total(group, 'calls'),
      errors: total(group, 'errors'),
      ...(isDaily ? { last_at: Math.max(...group.map((row) => Number(row.last_at))) } : {}),
    }));
  };
  const version = ['api', 'version_id', 'day', 'consumer_id', 'environment'];
  return {
    key_hour: sumBy(['key_id', 'hour', 'consumer_id', 'environment'], false),
    call_day: sumBy([...version, 'operation'], true),
    version_day: sumBy(version, true),
  };
};

/** What is older than its past, and what the past did to it. */
const marks = (known: Known, now: number): string[] => {
  const old = [
    ...['consumer', 'event_type', 'api'].map(
      (table) => `update ${table} set created_at = created_at - ${90 * dayMs}`,
    ),
    `update endpoint set created_at = created_at - ${60 * dayMs}`,
    `update api_key set created_at = created_at - ${45 * dayMs} where name <> 'read replica, not used yet'`,
    `update contract_version set created_at = created_at - ${30 * dayMs} where status = 'published'`,
  ];
  const used = [...Object.keys(published), ...callers.map(({ consumer }) => consumer)].map(
    (name) => `update api_key set last_used_at = ${now - hourMs} where id = '${keyOf(known, name).keyId}'`,
  );
  const ofTemper = (temper: string): string =>
    consumers
      .flatMap(({ endpoints }) => endpoints)
      .filter((endpoint) => endpoint.temper === temper)
      .flatMap(({ description }) => known.endpoints.filter((one) => one.description === description))
      .map(({ id }) => `'${id}'`)
      .join(', ');
  const { dead, gone } = pastFaults;
  return [
    ...old,
    ...new Set(used),
    `update endpoint set last_success_at = ${now - hourMs}, last_failure_at = null where environment = 'live'`,
    `update endpoint set failing_since = ${now - dead}, last_success_at = ${now - dead - hourMs}, last_failure_at = ${now - hourMs},
       failure_streak = 40 where id in (${ofTemper('dead')})`,
    `update endpoint set disabled_reason = 'gone', failing_since = ${now - gone}, last_success_at = ${now - gone},
       last_failure_at = ${now - gone + hourMs}, updated_at = ${now - gone + hourMs} where id in (${ofTemper('gone')})`,
  ];
};

const write = async (writer: OtherWriter, past: Past, others: readonly string[]): Promise<void> => {
  const statements = [...Object.entries(past).flatMap(([table, rows]) => inserts(table, rows)), ...others];
  // One transaction: whoever looks sees all of it or nothing.
  await writer.run(['begin immediate', ...statements, 'commit'].join(';\n'));
};

/**
 * Gives the company a week behind it, in its SQLite database: events, deliveries, attempts, calls, and the sums by hour that
 * belong to them. No interface takes what lies in the past, so it is written beside the process.
 */
export const writeHistory = async (staff: Rest, databaseUrl: string, now: number): Promise<void> => {
  const known = await readKnown(staff);
  const versions = read(
    ContractVersionPage,
    await staff.get(`/v1/apis/${appointmentsApi.slug}/versions`),
  ).items;
  const current = versions.find(({ status }) => status === 'published')?.id ?? '';
  await using writer = await openOtherWriter(databaseUrl);
  const calls = callsOf(known, current, now);
  await write(writer, tellPast(castOf(known), 'live', now), [
    ...inserts('field_usage', calls),
    ...Object.entries(sumsOf(calls)).flatMap(([table, rows]) => inserts(table, rows)),
    ...marks(known, now),
  ]);
};

/** Sends again what failed in the past: one recovery that ends by itself, and one that somebody stopped. */
export const startRecoveries = async (staff: Rest, support: Rest): Promise<void> => {
  const { endpoints } = await readKnown(staff);
  const idOf = (description: string) => endpoints.find((one) => one.description === description)?.id ?? '';
  const recover = async (by: Rest, description: string, body: object) =>
    read(RecoveryView, await by.post(`/v1/endpoints/${idOf(description)}/recover`, body), 201);
  await recover(staff, 'Reminder intake', { scope: 'undelivered', start: true });
  const stopped = await recover(support, 'Ingest, old data centre', {
    scope: 'undelivered',
    ratePerSecond: 1,
    start: true,
  });
  read(RecoveryView, await support.post(`/v1/recoveries/${stopped.id}/pause`));
};
