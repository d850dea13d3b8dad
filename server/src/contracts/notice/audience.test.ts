import type { ContractAudienceView } from '@parley/shared/contracts/contract-audience';
import { describe, expect, test } from 'vitest';
import { MailServer } from '../../testing/mail-server.ts';
import { Receiver } from '../../testing/receiver.ts';
import { type Client, dialects, TestHub } from '../../testing/test-hub.ts';

type Staff = Pick<Client, 'rest'>;
type Rows = ContractAudienceView['told'];

const staffOf = async (hub: TestHub, role: 'owner' | 'viewer' = 'owner'): Promise<Staff> => {
  const { cookie } = await hub.browser(role);
  const headers = { cookie, origin: hub.config.publicUrl };
  return { rest: (path, call = {}) => hub.rest(path, { ...call, headers }) };
};

/** Our own document without the parameter `status` of `GET /v1/deliveries`. */
const uploadWithoutStatus = async (hub: TestHub, staff: Staff): Promise<string> => {
  const document = (await (await fetch(`${hub.url}/v1/openapi.json`)).json()) as {
    paths: Record<string, { get: { parameters: { name: string }[] } }>;
  };
  const operation = document.paths['/v1/deliveries']!.get;
  operation.parameters = operation.parameters.filter(({ name }) => name !== 'status');
  return (await staff.rest('/v1/apis/parley/versions', { body: { document } })).body.id;
};

/** Consumers that call what changes: with an endpoint, with mail, with both, with an address alone, with nothing. */
const startWith = async (hub: TestHub, staff: Staff, url: string) => {
  await hub.hub.registerContract();
  const callers: Record<string, string> = {};
  for (const [name, contact] of Object.entries({
    hooked: {},
    both: { contactEmail: 'both@a.example', technicalEmail: 'tech@a.example' },
    addressed: { technicalEmail: 'only@a.example' },
    silent: {},
  })) {
    const { consumerId, rest } = await hub.client({ scopes: ['deliveries:read'] });
    callers[name] = consumerId;
    await rest('/v1/deliveries?status=failed');
    await staff.rest(`/v1/consumers/${consumerId}`, { method: 'PATCH', body: contact });
  }
  for (const name of ['hooked', 'both'])
    await staff.rest('/v1/endpoints', {
      body: { url, eventTypes: ['contract.changed'], consumerId: callers[name], environment: 'live' },
    });
  await hub.hub.services.usage.flush();
  return callers;
};

const ways = (rows: Rows) =>
  rows.map(({ consumerId, channels }) => [consumerId, channels.toSorted()] as const);

const noticed = async (staff: Staff) => {
  const items = (await staff.rest('/v1/apis/parley/notices')).body.items as {
    consumerId: string;
    channel: string;
  }[];
  return new Map(
    [...Map.groupBy(items, ({ consumerId }) => consumerId)].map(([consumerId, own]) => [
      consumerId,
      own.map(({ channel }) => channel).toSorted(),
    ]),
  );
};

describe.each(dialects)('who is told, on %s', (dialect) => {
  test.each(['with a mail server', 'without'])(
    'what is said before publishing is what happens, %s',
    async (mailed) => {
      await using receiver = await Receiver.start();
      await using mail = await MailServer.start();
      const variables = mailed === 'without' ? {} : { PARLEY_SMTP_URL: mail.url };
      await using hub = await TestHub.start(dialect, { variables });
      const staff = await staffOf(hub);
      const callers = await startWith(hub, staff, receiver.url);
      const id = await uploadWithoutStatus(hub, staff);
      const at = `/v1/apis/parley/versions/${id}`;

      const said = (await staff.rest(`${at}/audience`)).body as ContractAudienceView;
      expect((await staff.rest(`${at}/publish`, { body: {} })).status).toBe(200);

      const nobody = [...said.byHand, ...said.withoutContact].map(
        ({ consumerId }) => [consumerId, ['none']] as const,
      );
      expect(await noticed(staff)).toEqual(
        new Map<string, readonly string[]>([...ways(said.told), ...nobody]),
      );
      const isMailed = mailed !== 'without';
      expect(said.byHand.map(({ consumerId }) => consumerId)).toEqual(isMailed ? [] : [callers.addressed]);
      expect(said.addresses).toEqual(isMailed ? [] : ['only@a.example']);
      expect(said.withoutContact.map(({ consumerId }) => consumerId)).toEqual([callers.silent]);
      expect([said.toldCount, said.hasMail]).toEqual([isMailed ? 3 : 2, isMailed]);
      await receiver.count(2);
      expect(mail.letters).toHaveLength(isMailed ? 3 : 0);
      expect((await staff.rest(`${at}/audience`)).body).toMatchObject({ toldCount: 0, byHandCount: 0 });
    },
  );

  test('deprecating and retiring tell nobody, and say whom people have to tell', async () => {
    await using hub = await TestHub.start(dialect);
    const staff = await staffOf(hub);
    const callers = await startWith(hub, staff, 'https://receiver.example/');
    const { published } = (await staff.rest('/v1/apis/parley')).body;
    const at = `/v1/apis/parley/versions/${published.id}`;

    const said = (await staff.rest(`${at}/audience?act=deprecate`)).body as ContractAudienceView;
    await staff.rest(`${at}/deprecate`, { body: { sunsetAt: new Date(Date.now() + 60_000).toISOString() } });

    expect(said.told).toEqual([]);
    expect(said.byHand.map(({ consumerId }) => consumerId).toSorted()).toEqual(
      [callers.both ?? '', callers.addressed ?? ''].toSorted(),
    );
    expect(said.addresses.toSorted()).toEqual(['both@a.example', 'only@a.example', 'tech@a.example']);
    expect(said.withoutContactCount).toBe(2);
    expect((await staff.rest('/v1/apis/parley/notices')).body.items).toEqual([]);
    const retiring = (await staff.rest(`${at}/audience?act=retire`)).body as ContractAudienceView;
    expect({ ...retiring, act: 'deprecate' }).toEqual(said);
  });

  test('a key is told of itself alone, without addresses unless it may read consumers', async () => {
    await using hub = await TestHub.start(dialect);
    const staff = await staffOf(hub);
    const callers = await startWith(hub, staff, 'https://receiver.example/');
    const id = await uploadWithoutStatus(hub, staff);
    const own = await hub.client({ consumerId: callers.both!, scopes: ['contracts:read'] });
    const none = await hub.client({ scopes: ['deliveries:read'] });

    const said = (await own.rest(`/v1/apis/parley/versions/${id}/audience`)).body as ContractAudienceView;

    expect(said.told).toMatchObject([{ consumerId: callers.both, contactEmail: null, risky: 1 }]);
    expect(JSON.stringify(said)).not.toContain('a.example');
    expect((await none.rest(`/v1/apis/parley/versions/${id}/audience`)).status).toBe(403);
    expect((await staff.rest(`/v1/apis/parley/versions/${id}/audience?act=burn`)).status).toBe(400);
    expect((await staff.rest('/v1/apis/other/versions/ctr_1/audience')).status).toBeGreaterThanOrEqual(400);
  });
});
