import type { ImpactMatrixView } from '@parley/shared/contracts/contract-matrix';
import { describe, expect, test } from 'vitest';
import { type Client, dialects, TestHub } from '../../testing/test-hub.ts';

type Staff = Pick<Client, 'rest'>;

const staffOf = async (hub: TestHub): Promise<Staff> => {
  const { cookie } = await hub.browser();
  const headers = { cookie, origin: hub.config.publicUrl };
  return { rest: (path, call = {}) => hub.rest(path, { ...call, headers }) };
};

/** Our own document without `GET /v1/deliveries` and `GET /v1/events`. */
const uploadWithoutTwo = async (hub: TestHub, staff: Staff): Promise<string> => {
  const document = (await (await fetch(`${hub.url}/v1/openapi.json`)).json()) as {
    paths: Record<string, { get?: object }>;
  };
  for (const path of ['/v1/deliveries', '/v1/events']) delete document.paths[path]!.get;
  return (await staff.rest('/v1/apis/parley/versions', { body: { document } })).body.id;
};

const record = async (hub: TestHub, consumerId: string, operation: string, times: number) => {
  for (let call = 0; call < times; call += 1)
    hub.hub.services.usage.recordCall(
      { keyId: `key_${consumerId}`, consumerId, environment: 'live' },
      { api: 'parley', operation, fields: [], isError: false },
    );
  await hub.hub.services.usage.flush();
};

const start = async (hub: TestHub) => {
  await hub.hub.registerContract();
  const staff = await staffOf(hub);
  const [both, one, idle] = [
    await hub.consumer('Both'),
    await hub.consumer('One of them'),
    await hub.consumer('Idle'),
  ];
  await staff.rest(`/v1/consumers/${both}`, {
    method: 'PATCH',
    body: { contactEmail: 'owner@a.example', technicalEmail: 'tech@a.example' },
  });
  await record(hub, both, 'GET /v1/deliveries', 2);
  hub.advance(10 * 86_400_000);
  await record(hub, both, 'GET /v1/events', 3);
  await record(hub, one, 'GET /v1/deliveries', 5);
  const id = await uploadWithoutTwo(hub, staff);
  const matrix = async (query = '', as: Staff = staff): Promise<ImpactMatrixView> =>
    (await as.rest(`/v1/apis/parley/impact/matrix?to=${id}${query}`)).body;
  return { staff, both, one, idle, id, matrix };
};

describe.each(dialects)('the matrix of impact on %s', (dialect) => {
  test('says for each consumer which breaking changes reach it, how sure, how often, and whom to write to', async () => {
    await using hub = await TestHub.start(dialect);
    const { matrix, both, one } = await start(hub);

    const { columns, rows, ...rest } = await matrix();

    expect(columns.map(({ operation }) => operation)).toEqual(['GET /v1/deliveries', 'GET /v1/events']);
    expect(columns.map(({ consumerCount }) => consumerCount)).toEqual([2, 1]);
    expect(rows).toMatchObject([
      {
        consumerId: both,
        contactEmail: 'owner@a.example',
        technicalEmail: 'tech@a.example',
        callsWeek: 3,
        callsMonth: 5,
        breaking: 2,
        cells: [
          { column: 0, evidence: 'sent', calls: 2 },
          { column: 1, evidence: 'sent', calls: 3 },
        ],
      },
      { consumerId: one, callsWeek: 5, callsMonth: 5, breaking: 1, cells: [{ column: 0, calls: 5 }] },
    ]);
    expect(rest).toMatchObject({
      isObserved: true,
      columnCount: 2,
      rowCount: 2,
      addresses: ['owner@a.example', 'tech@a.example'],
      withoutContactCount: 1,
    });
  });

  test('filters keep rows and columns in step, and pages say how many there are', async () => {
    await using hub = await TestHub.start(dialect);
    const { matrix, both, one } = await start(hub);
    const idsOf = ({ rows }: ImpactMatrixView) => rows.map(({ consumerId }) => consumerId);

    const events = await matrix('&operation=GET%20/v1/events');
    expect([idsOf(events), events.columnCount]).toEqual([[both], 1]);
    const named = await matrix('&search=ONE%20OF');
    expect([idsOf(named), named.columns.map(({ consumerCount }) => consumerCount)]).toEqual([[one], [1]]);
    const second = await matrix('&firstRow=1&rowLimit=1&firstColumn=1&columnLimit=1');
    expect([idsOf(second), second.rows[0]!.cells, second.rowCount, second.columnCount]).toEqual([
      [one],
      [],
      2,
      2,
    ]);
    expect((await matrix('&evidence=declared')).rows).toEqual([]);
    expect((await matrix('&severity=compatible')).rowCount).toBe(0);
    expect((await matrix('&days=5')).rows.map(({ breaking }) => breaking)).toEqual([1, 1]);
  });

  test('a consumer sees itself, and addresses only if it may read consumers', async () => {
    await using hub = await TestHub.start(dialect);
    const { matrix, staff, both, id } = await start(hub);
    const own = await hub.client({ consumerId: both, scopes: ['contracts:read'] });
    const none = await hub.client({ scopes: ['deliveries:read'] });

    const seen = await matrix('', own);

    expect(seen.rows).toMatchObject([{ consumerId: both, contactEmail: null }]);
    expect([seen.addresses, seen.columns.map(({ consumerCount }) => consumerCount)]).toEqual([[], [1, 1]]);
    expect((await none.rest(`/v1/apis/parley/impact/matrix?to=${id}`)).status).toBe(403);
    expect((await staff.rest(`/v1/apis/parley/impact/matrix?to=${id}&rowLimit=201`)).status).toBe(400);
    expect((await staff.rest('/v1/apis/absent/impact/matrix')).status).toBe(404);
  });
});
