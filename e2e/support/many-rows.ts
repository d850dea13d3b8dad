/** A database by the SQL that it takes. */
export type SqlDialect = 'sqlite' | 'postgresql';

/** How many rows, and of what. */
export interface Amounts {
  /** Deliveries, with an event and an attempt each. */
  deliveries: number;
  /** The newest so many of them wait for their first attempt. */
  due: number;
  /** When the newest was made, in milliseconds; each is {@link stepMs} older than the next. */
  newestAt: number;
}

/** Between two events, in milliseconds: a million of them are a month. */
export const stepMs = 2500;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

const forms = {
  sqlite: {
    series: (count: number) =>
      `(with recursive g(n) as (select 1 union all select n + 1 from g where n < ${count}) select n from g) g`,
    pad: (number: string, length: number) => `printf('%0${length}d', ${number})`,
    time: (ms: string) => ms,
  },
  postgresql: {
    series: (count: number) => `(select n::bigint from generate_series(1, ${count}) n) g`,
    pad: (number: string, length: number) => `lpad((${number})::text, ${length}, '0')`,
    time: (ms: string) => `to_timestamp((${ms}) / 1000.0)`,
  },
};

const consumerId = (index: number): string => `con_${String(index).padStart(26, '0')}`;
const endpointId = (index: number): string => `ep_${String(index).padStart(26, '0')}`;

/** Names that a measurement asks for. */
export const manyRows = {
  /** Has half of everything. */
  busyConsumer: consumerId(0),
  /** What it declared. */
  requirement: `rqm_${'0'.repeat(26)}`,
  /** Has an eighth of everything, nothing of which is new. */
  quietConsumer: consumerId(1),
  /** Has a few rows. */
  smallConsumer: consumerId(7),
  /** Has none. */
  idleConsumer: `con_${'z'.repeat(26)}`,
  busyEndpoint: endpointId(0),
  quietEndpoint: endpointId(3),
  api: 'rows',
  commonType: 'order.kind_3',
  /** Of the oldest hundred events only. */
  rareType: 'rare.kind',
  commonSubject: 'subject-1',
  rareSubject: 'subject-rare',
};

const consumersOf = ({ deliveries }: Amounts): number => Math.max(20, Math.floor(deliveries / 500));

/**
 * Statements that fill an empty, migrated database as a company does in a month: few consumers have most of it, most is
 * delivered, what is rare is old, and what an id says of its time is so. Rows of one table are one statement.
 */
export const fillingStatements = (dialect: SqlDialect, amounts: Amounts): string[] => {
  const { series, pad, time } = forms[dialect];
  const { deliveries, due, newestAt } = amounts;
  const consumers = consumersOf(amounts);
  const firstAt = newestAt - deliveries * stepMs;
  const at = (n: string, step = stepMs) => `(${firstAt} + ${n} * ${step})`;
  const idAt = (prefix: string, ms: string, n: string) => {
    const letters = Array.from(
      { length: 10 },
      (_, place) => `substr('${alphabet}', cast(1 + ((${ms} >> ${45 - 5 * place}) & 31) as integer), 1)`,
    );
    return `'${prefix}_' || ${letters.join(' || ')} || ${pad(n, 16)}`;
  };
  const plainId = (prefix: string, n: string) => `'${prefix}_' || ${pad(n, 26)}`;
  const n = 'n';
  // Every second is of the busy one; of the oldest quarter the others are of the quiet one.
  const consumer = `(case when n % 2 = 0 then 0 when n < ${Math.floor(deliveries / 4)} then 1 else 2 + n % ${consumers - 2} end)`;
  const environment = `(case when n % 100 = 98 or n % 100 = 99 then 'test' else 'live' end)`;
  const endpoint = `(3 * ${consumer} + (case when ${environment} = 'test' then 2 else (n / 2) % 2 end))`;
  const type = `(case when n <= 100 then '${manyRows.rareType}' else 'order.kind_' || (n % 20) end)`;
  const status = `(case when n > ${deliveries - due} then 'pending' when n <= ${Math.ceil(deliveries / 20)} then 'exhausted'
    when n % 501 = 7 then 'failed' when n % 5003 = 9 then 'cancelled' else 'delivered' end)`;
  const subject = `(case when n <= 50 then '${manyRows.rareSubject}' when n % 3 = 0 then 'subject-' || (n % 10) end)`;
  const perStep = (count: number) => Math.floor((deliveries * stepMs) / count);
  const audits = Math.max(Math.min(deliveries, 20_000), Math.floor(deliveries / 5));
  const few = Math.max(50, Math.floor(deliveries / 50));
  return [
    `insert into consumer (id, name, kind, status, created_at, updated_at)
     select ${plainId('con', '(n - 1)')}, 'consumer ' || (n - 1), case when n = 5 then 'mobile_app' else 'partner' end,
       case when n = 3 then 'suspended' else 'active' end, ${time(at(n))}, ${time(at(n))} from ${series(consumers)}`,
    `insert into endpoint (id, consumer_id, environment, url, event_types, header_names, secret_box, schema_versions, signatures,
       disabled_reason, created_at, updated_at)
     select ${plainId('ep', '(n - 1)')}, ${plainId('con', '((n - 1) / 3)')},
       case when (n - 1) % 3 = 2 then 'test' else 'live' end, 'http://127.0.0.1:9/', '["*"]', '[]', '', '{}', '["v1"]',
       case when n = 13 then 'manual' end, ${time(at(n))}, ${time(at(n))} from ${series(consumers * 3)}`,
    `insert into api_key (id, consumer_id, name, environment, scopes, secret_hash, hint, created_at, revoked_at, expires_at)
     select ${idAt('key', at(n, perStep(few)), n)}, ${plainId('con', `(case when n % 2 = 0 then 0 else n % ${consumers} end)`)},
       'key', case when n % 100 = 1 then 'test' else 'live' end, '["events:read"]', 'hash ' || n, 'hint', ${time(at(n))},
       case when n = 30 then ${time(at(n))} end, case when n = 31 then ${time(at(n))} end from ${series(few)}`,
    `insert into api (id, slug, name, is_built_in, rules, version_count, created_at, updated_at)
     select ${plainId('api', n)}, '${manyRows.api}', 'Rows', ${dialect === 'sqlite' ? '0' : 'false'}, '{}', 0, ${time(at(n))}, ${time(at(n))} from ${series(1)}`,
    `insert into requirement (id, consumer_id, purpose, operations, event_types, networks, status, created_at, updated_at)
     select '${manyRows.requirement}', '${manyRows.busyConsumer}', 'Rows', '[]', '[]', '[]', 'submitted', ${time(at(n))}, ${time(at(n))} from ${series(1)}`,
    `insert into event_type (id, name, description, version, created_at, updated_at)
     select ${plainId('evtype', n)}, case when n = 20 then '${manyRows.rareType}' else 'order.kind_' || n end, '', 1,
       ${time(at(n))}, ${time(at(n))} from ${series(20)}`,
    `insert into event_type_version (id, event_type_id, version, schema, created_at)
     select ${plainId('etv', n)}, ${plainId('evtype', n)}, 1, 'true', ${time(at(n))} from ${series(20)}`,
    `insert into event (id, client_id, environment, type, schema_version, subject, body, audience, publisher_id, request_id,
       occurred_at, created_at)
     select ${idAt('evt', at(n), n)}, case when n % 2 = 0 then 'order-' || n end, ${environment}, ${type}, 1, ${subject},
       '{"type":"x","timestamp":"2026-01-01T00:00:00.000Z","data":{}}', '"own"', ${plainId('con', consumer)}, 'request-' || n, ${at(n)}, ${at(n)}
     from ${series(deliveries)}`,
    `insert into event_key (publisher_id, environment, client_id, event_id)
     select publisher_id, environment, client_id, id from event where client_id is not null`,
    `insert into delivery (id, event_id, endpoint_id, consumer_id, environment, event_type, status, attempt_count, next_trigger,
       due_at, created_at, completed_at)
     select ${idAt('dlv', at(n), n)}, ${idAt('evt', at(n), n)}, ${plainId('ep', endpoint)}, ${plainId('con', consumer)},
       ${environment}, ${type}, ${status}, case when ${status} = 'pending' then 0 else 1 end, 'schedule',
       case when ${status} = 'pending' then ${at(n)} when ${status} = 'failed' then ${newestAt} + 86400000000 end, ${at(n)},
       case when ${status} not in ('pending', 'failed') then ${at(n)} end
     from ${series(deliveries)}`,
    `insert into attempt (id, delivery_id, number, "trigger", outcome, url, started_at, duration_ms, response_status)
     select ${idAt('att', at(n), n)}, ${idAt('dlv', at(n), n)}, 1, 'schedule', 'delivered', 'http://127.0.0.1:9/', ${at(n)}, 12.5, 200
     from ${series(deliveries - due)}`,
    `insert into audit_entry (id, position, at, actor_kind, actor_id, actor_name, action, target_id, consumer_id, environment,
       changes, request_id, hash)
     select ${idAt('aud', at(n, perStep(audits)), n)}, 1000000000 + n, ${time(at(n, perStep(audits)))},
       case when n <= 20 then 'command_line' when n % 10 = 3 then 'staff' else 'api_key' end, 'key_' || (case when n <= 20 then -1 else n % 50 end),
       'key', case when n <= 20 then 'api_key.revoke' else 'delivery.retry' end, 'target_' || (case when n <= 20 then -1 else n % 1000 end),
       ${plainId('con', `(case when n % 2 = 0 then 0 else n % ${consumers} end)`)}, case when n % 100 = 1 then 'test' else 'live' end,
       '{}', 'request-' || (n % 5000), '' from ${series(audits)}`,
    `insert into recovery (id, environment, consumer_id, scope, status, endpoint_ids, until, planned_count, delivered_count,
       unanswered_count, sample, next_step_at, created_at)
     select ${idAt('rcv', at(n, perStep(few)), n)}, case when n % 100 = 1 then 'test' else 'live' end,
       ${plainId('con', `(case when n % 2 = 0 then 0 else n % ${consumers} end)`)}, 'undelivered',
       case when n <= 5 then 'paused' when n <= 10 then 'cancelled' else 'done' end, '[]', ${at(n)}, 1, 0, 0, '[]', ${at(n)}, ${at(n)}
     from ${series(few)}`,
    `insert into usage (key_id, operation, hour, consumer_id, environment, calls, errors)
     select 'key_' || (n % 50), 'operation_' || (n % 7), n, '${manyRows.busyConsumer}', 'live', 1, 0 from ${series(few)}`,
  ];
};
