import { describe, expect, test } from 'vitest';
import { MailServer } from '../../testing/mail-server.ts';
import { Receiver } from '../../testing/receiver.ts';
import { type Client, dialects, TestHub } from '../../testing/test-hub.ts';

/** Somebody who is signed in, over REST. */
const staffOf = async (hub: TestHub): Promise<Pick<Client, 'rest'>> => {
  const { cookie } = await hub.browser();
  const headers = { cookie, origin: hub.config.publicUrl };
  return { rest: (path, call = {}) => hub.rest(path, { ...call, headers }) };
};

type Named = { name: string; consumerId: string };

const startWithCallers = async (hub: TestHub) => {
  await hub.hub.registerContract();
  const owner = await hub.client();
  const [sender, reader, tester] = [
    await hub.client({ scopes: ['deliveries:read'] }),
    await hub.client({ scopes: ['deliveries:read'] }),
    await hub.client({ scopes: ['deliveries:read'], environment: 'test' }),
  ];
  for (let call = 0; call < 3; call += 1) await sender.rest('/v1/deliveries?status=failed');
  await reader.rest('/v1/deliveries?limit=5');
  await tester.rest('/v1/deliveries?status=failed');
  await hub.hub.services.usage.flush();
  return { owner, sender, reader, tester };
};

/** Our own document without the parameter `status` of `GET /v1/deliveries`. */
const withoutStatus = async (hub: TestHub) => {
  const document = (await (await fetch(`${hub.url}/v1/openapi.json`)).json()) as {
    paths: Record<string, { get: { parameters: { name: string }[] } }>;
  };
  const operation = document.paths['/v1/deliveries']!.get;
  operation.parameters = operation.parameters.filter(({ name }) => name !== 'status');
  return document;
};

const upload = async (client: Pick<Client, 'rest'>, document: object) =>
  (await client.rest('/v1/apis/parley/versions', { body: { document } })).body;

const idsOf = (consumers: Named[]) => consumers.map(({ consumerId }) => consumerId);

describe.each(dialects)('impact on %s', (dialect) => {
  test('who sent a parameter is under the change that removes it; who never did, and who only tests, is not', async () => {
    await using hub = await TestHub.start(dialect);
    const { sender, tester } = await startWithCallers(hub);
    const staff = await staffOf(hub);
    const own = await staff.rest('/v1/apis/parley');
    await hub.hub.registerContract();
    expect(own.body).toMatchObject({ isBuiltIn: true, versionCount: 1, published: { number: 1 } });
    expect((await staff.rest('/v1/apis/parley')).body.versionCount).toBe(1);
    const second = await upload(staff, await withoutStatus(hub));

    const impact = (await staff.rest(`/v1/apis/parley/impact?to=${second.id}`)).body;
    const removed = impact.changes.filter(
      ({ change }: { change: { id: string } }) => change.id === 'request-parameter-removed',
    );
    expect(removed).toHaveLength(1);
    expect(removed[0].change.operations).toEqual(['GET /v1/deliveries']);
    expect(idsOf(removed[0].consumers)).toEqual([sender.consumerId]);
    expect(removed[0].consumers[0]).toMatchObject({ evidence: 'sent', calls: 3, keyId: sender.keyId });
    const withTests = (await staff.rest(`/v1/apis/parley/impact?to=${second.id}&includeTest=true`)).body;
    expect(idsOf(withTests.consumers).toSorted()).toEqual([sender.consumerId, tester.consumerId].toSorted());
    const excluded = await staff.rest(`/v1/apis/parley/impact?to=${second.id}&excluded=${sender.consumerId}`);
    expect(excluded.body.consumers).toEqual([]);
    hub.advance(40 * 86_400_000);
    expect((await staff.rest(`/v1/apis/parley/impact?to=${second.id}`)).body.consumers).toEqual([]);
  });

  test('publishing tells everybody whom it affects, also past those that the view names', async () => {
    await using hub = await TestHub.start(dialect);
    await startWithCallers(hub);
    const staff = await staffOf(hub);
    const { published } = (await staff.rest('/v1/apis/parley')).body;
    const consumers = await Promise.all(Array.from({ length: 101 }, () => hub.consumer()));
    for (const [index, consumerId] of consumers.entries())
      hub.hub.services.usage.recordCall(
        { keyId: `key_${index}`, consumerId, environment: 'live' },
        { api: 'parley', operation: 'GET /v1/deliveries', fields: ['query.status'], isError: false },
      );
    await hub.hub.services.usage.flush();
    const second = await upload(staff, await withoutStatus(hub));
    const impact = (await staff.rest(`/v1/apis/parley/impact?from=${published.id}&to=${second.id}`)).body;
    const removed = impact.changes.find(
      ({ change }: { change: { id: string } }) => change.id === 'request-parameter-removed',
    );
    expect([removed.consumers.length, removed.consumerCount]).toEqual([100, 102]);

    await staff.rest(`/v1/apis/parley/versions/${second.id}/publish`, { body: {} });

    const told = (await staff.rest('/v1/apis/parley/notices')).body.items as Named[];
    expect(new Set(idsOf(told))).toEqual(expect.objectContaining({ size: 103 }));
  });

  test('who declared an operation is named though it never called; who was declined is not', async () => {
    await using hub = await TestHub.start(dialect);
    await startWithCallers(hub);
    const staff = await staffOf(hub);
    const [planner, declined] = [await hub.consumer(), await hub.consumer()];
    for (const consumerId of [planner, declined]) {
      const { body } = await staff.rest(`/v1/consumers/${consumerId}/requirements`, {
        body: { purpose: 'Reads.', operations: [{ api: 'parley', operation: 'listDeliveries' }] },
      });
      expect(body).toMatchObject({ status: 'submitted', consumerId });
      const answer = consumerId === planner ? 'approve' : 'decline';
      await staff.rest(`/v1/consumers/${consumerId}/requirements/${body.id}/${answer}`, { body: {} });
    }
    const second = await upload(staff, await withoutStatus(hub));

    const impact = (await staff.rest(`/v1/apis/parley/impact?to=${second.id}`)).body;
    const [{ consumers }] = impact.changes;
    expect(consumers).toContainEqual(
      expect.objectContaining({ consumerId: planner, evidence: 'declared', calls: 0, lastSeenAt: null }),
    );
    expect(idsOf(consumers)).not.toContain(declined);
  });

  test('a consumer sees itself only', async () => {
    await using hub = await TestHub.start(dialect);
    const { sender, owner } = await startWithCallers(hub);
    const second = await upload(owner, await withoutStatus(hub));

    const seen = (await owner.rest(`/v1/apis/parley/impact?to=${second.id}`)).body;
    expect(JSON.stringify(seen)).not.toContain(sender.consumerId);
    expect((await owner.rest('/v1/apis/parley/adoption')).status).toBe(200);
  });

  test('publishing tells whom it affects, once, and says who still calls', async () => {
    await using receiver = await Receiver.start();
    await using mail = await MailServer.start();
    await using hub = await TestHub.start(dialect, { variables: { PARLEY_SMTP_URL: mail.url } });
    const { sender, reader, tester } = await startWithCallers(hub);
    const staff = await staffOf(hub);
    await staff.rest(`/v1/consumers/${sender.consumerId}`, {
      method: 'PATCH',
      body: { contactEmail: 'api@northwind.example' },
    });
    for (const consumer of [sender, reader])
      await staff.rest('/v1/endpoints', {
        body: {
          url: `${receiver.url}/${consumer.consumerId}`,
          eventTypes: ['contract.changed'],
          consumerId: consumer.consumerId,
          environment: 'live',
        },
      });
    const second = await upload(staff, await withoutStatus(hub));
    // What is said before is what happens after.
    const before = await staff.rest(`/v1/apis/parley/impact?to=${second.id}&includeTest=true`);
    const said = before.body.consumers as { consumerId: string; channels: string[] }[];
    expect(new Map(said.map(({ consumerId, channels }) => [consumerId, channels]))).toEqual(
      new Map([
        [sender.consumerId, ['event', 'mail']],
        [tester.consumerId, []],
      ]),
    );
    expect((await staff.rest(`/v1/apis/parley/versions/${second.id}/publish`, { body: {} })).status).toBe(
      200,
    );

    await receiver.count(1);
    expect(receiver.received.map(({ path }) => path)).toEqual([`/${sender.consumerId}`]);
    const event = JSON.parse(receiver.received[0]!.body);
    expect(event).toMatchObject({ type: 'contract.changed', data: { api: 'parley', versionId: second.id } });
    const notices = async () => (await staff.rest('/v1/apis/parley/notices')).body.items;
    expect(mail.letters).toHaveLength(1);
    expect(mail.letters[0]).toContain('To: api@northwind.example');
    expect(mail.letters[0]).toContain(`/apis/parley/versions/${second.id}`);
    expect(await notices()).toHaveLength(3);
    expect(await notices()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ consumerId: sender.consumerId, channel: 'event', stillCalls: false }),
        expect.objectContaining({ consumerId: tester.consumerId, channel: 'none', stillCalls: false }),
      ]),
    );
    hub.advance(1000);
    await sender.rest('/v1/deliveries');
    await hub.hub.services.usage.flush();
    expect(await notices()).toContainEqual(
      expect.objectContaining({ consumerId: sender.consumerId, stillCalls: true }),
    );
  });

  test('a deprecated version cannot be retired while it is called, unless somebody says why', async () => {
    await using hub = await TestHub.start(dialect);
    const { sender } = await startWithCallers(hub);
    const staff = await staffOf(hub);
    const { published } = (await staff.rest('/v1/apis/parley')).body;
    const at = `/v1/apis/parley/versions/${published.id}`;
    const sunsetAt = new Date(Date.now() + 60_000).toISOString();
    expect((await staff.rest(`${at}/deprecate`, { body: { sunsetAt } })).status).toBe(200);

    const { items } = (await staff.rest('/v1/apis/parley/deprecations')).body;
    expect(items[0]).toMatchObject({ subject: 'version', isDone: false });
    expect(idsOf(items[0].callers)).toContain(sender.consumerId);
    const refused = await staff.rest(`${at}/retire`, { body: {} });
    expect(refused).toMatchObject({ status: 409, body: { code: 'contract.still_called' } });
    const pipeline = await hub.client({ scopes: ['contracts:publish'] });
    const byKey = await pipeline.rest(`${at}/retire`, { body: {} });
    expect(byKey).toMatchObject({ status: 409, body: { code: 'contract.still_called' } });
    expect(byKey.body.errors[0].message).toContain('Another consumer');
    expect((await staff.rest(`${at}/retire`, { body: { reason: 'A test.' } })).body.status).toBe('retired');
  });
});
