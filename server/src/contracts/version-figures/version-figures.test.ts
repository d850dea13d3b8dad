import { dayMs } from '@parley/shared/words/time';
import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';

const petsOf = (version: string, paths: string[]) => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version },
  paths: Object.fromEntries(
    paths.map((path) => [path, { get: { responses: { 200: { description: 'Pets.' } } } }]),
  ),
});

const publish = async (hub: TestHub, document: Record<string, unknown>) => {
  const { id } = await hub.admin.contract.upload({ slug: 'pets', document });
  await hub.admin.contract.publish({ slug: 'pets', id });
  return id;
};

/** Two consumers call version 1, one moves to version 2 after three days. */
const callBoth = async (hub: TestHub) => {
  await hub.admin.api.create({ slug: 'pets', name: 'Pets' });
  const first = await publish(hub, petsOf('1.0.0', ['/pets', '/owners', '/never']));
  const [mover, stayer] = [await hub.client(), await hub.client()];
  const { usage } = hub.hub.services;
  const call = ({ consumerId, keyId }: typeof mover, operation: string, isError = false) =>
    usage.recordCall(
      { keyId, consumerId, environment: 'live' },
      { api: 'pets', operation, fields: ['query.a'], isError },
    );
  usage.serves('pets', first);
  call(mover, 'GET /pets');
  call(stayer, 'GET /pets');
  call(stayer, 'GET /owners', true);
  await usage.flush();
  hub.advance(3 * dayMs);
  const second = await publish(hub, petsOf('1.1.0', ['/pets', '/owners', '/never', '/new']));
  call(stayer, 'GET /pets');
  usage.serves('pets', second);
  call(mover, 'GET /pets');
  await usage.flush();
  return { first, second, mover, stayer };
};

describe.each(dialects)('the figures of a contract version on %s', (dialect) => {
  test('say who still calls it day by day, and which operations nobody does', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { first, second, mover, stayer } = await callBoth(hub);
    const sunsetAt = new Date(hub.hub.parts.now().getTime() + 100 * dayMs).toISOString();
    await hub.admin.contract.deprecate({ slug: 'pets', id: first, sunsetAt });

    const figures = await hub.admin.contractImpact.figures({ slug: 'pets', id: first, days: 4 });

    expect(figures.calls).toBe(4);
    expect(figures.versions.map(({ id, perDay }) => [id, perDay])).toEqual([
      [second, [0, 0, 0, 1]],
      [first, [3, 0, 0, 1]],
    ]);
    expect(
      figures.consumers.map(({ consumerId, calls, errors, perDay }) => [consumerId, calls, errors, perDay]),
    ).toEqual([
      [stayer.consumerId, 3, 1, [2, 0, 0, 1]],
      [mover.consumerId, 1, 0, [1, 0, 0, 0]],
    ]);
    expect(figures).toMatchObject({ operationCount: 3, operationsCalled: 2, hasMoreConsumers: false });
    expect(figures.operations.filter(({ lastDay }) => lastDay === null)).toEqual([
      { operation: 'GET /never', lastDay: null },
    ]);
    expect(figures.countedSince).toBe(figures.days[0]);
    expect(figures.marks.map(({ kind, version }) => `${kind} ${version}`)).toEqual([
      'published 1.0.0',
      'published 1.1.0',
      'deprecated 1.0.0',
      'sunset 1.0.0',
    ]);
  });

  test('are of one environment, and of a consumer for itself alone', async () => {
    await using hub = await TestHub.start(dialect, { roles: 'api' });
    const { first, mover } = await callBoth(hub);

    const own = (await mover.rest(`/v1/apis/pets/versions/${first}/figures`)).body;
    const inTest = await hub.admin.contractImpact.figures({ slug: 'pets', id: first, environment: 'test' });
    const absent = await mover.rest('/v1/apis/pets/versions/ctr_nothing/figures');

    expect(own.consumers.map(({ consumerId }: { consumerId: string }) => consumerId)).toEqual([
      mover.consumerId,
    ]);
    expect([own.calls, own.operationsCalled]).toEqual([1, 1]);
    expect(inTest).toMatchObject({ calls: 0, consumers: [], operationsCalled: 0, countedSince: null });
    expect(absent.status).toBe(404);
  });
});
