import { describe, expect, test } from 'vitest';
import { type Client, dialects, TestHub } from '../../testing/test-hub.ts';

const day = 86_400_000;

const documentWith = (version: string, parameters: string[], required: string[] = []) => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version },
  paths: {
    '/pets': {
      get: {
        operationId: 'listPets',
        parameters: [...parameters, ...required].map((name) => ({
          name,
          in: 'query',
          required: required.includes(name),
          schema: { type: 'string' },
        })),
        responses: { 200: { description: 'Pets.' } },
      },
    },
  },
});

const upload = async (client: Client, document: object) =>
  (await client.rest('/v1/apis/pets/versions', { body: { document } })).body;

const act = async (client: Client, id: string, action: string, body: object = {}) =>
  client.rest(`/v1/apis/pets/versions/${id}/${action}`, { body });

const startWithPets = async (client: Client, rules: object = {}) => {
  await client.rest('/v1/apis', { body: { slug: 'pets', name: 'Pets', rules } });
  const first = await upload(client, documentWith('1.0.0', ['status', 'limit']));
  expect((await act(client, first.id, 'publish')).body).toMatchObject({ status: 'published' });
  return first;
};

describe.each(dialects)('the life of a contract on %s', (dialect) => {
  test('a check says what would break, stores nothing, and is not fooled by order', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await startWithPets(client);

    const same = await client.rest('/v1/apis/pets/check', {
      body: { document: documentWith('1.0.0', ['limit', 'status']) },
    });
    expect(same.body).toMatchObject({ changes: [], gate: { isOpen: true } });
    const without = await client.rest('/v1/apis/pets/check', {
      body: { document: documentWith('1.1.0', ['status', 'limit'], ['clinic']) },
    });
    expect(without.body).toMatchObject({
      counts: { breaking: 1, risky: 0 },
      advice: 'major',
      gate: { isOpen: false },
    });
    const [change] = without.body.changes;
    expect(change).toMatchObject({ severity: 'breaking', operation: 'GET /pets', operations: ['GET /pets'] });
    expect(change.text).toContain('clinic');
    expect((await client.rest('/v1/apis/pets')).body.versionCount).toBe(1);
  });

  test('a breaking change keeps the gate shut until somebody answers for it, and for no longer than he said', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await startWithPets(client);
    const second = await upload(client, documentWith('2.0.0', ['status', 'limit'], ['clinic']));
    const refused = await act(client, second.id, 'publish');
    expect(refused).toMatchObject({ status: 409, body: { code: 'contract.gate_closed' } });

    const { body: compared } = await client.rest('/v1/apis/pets/changes');
    const { fingerprint } = compared.changes.find(
      ({ severity }: { severity: string }) => severity === 'breaking',
    );
    const expiresAt = new Date(Date.now() + 7 * day).toISOString();
    const accepted = await client.rest(`/v1/apis/pets/changes/${fingerprint}/accept`, {
      body: { reason: 'Nobody sends it.', expiresAt },
    });
    expect(accepted.body).toMatchObject({ fingerprint, reason: 'Nobody sends it.' });
    hub.advance(8 * day);
    expect((await act(client, second.id, 'publish')).body.errors[0].message).toContain('Accepted until');
    await client.rest(`/v1/apis/pets/changes/${fingerprint}/accept`, { body: { reason: 'Still nobody.' } });
    expect((await act(client, second.id, 'publish')).body).toMatchObject({ status: 'published' });

    const changelog = await client.rest('/v1/apis/pets/changelog?format=markdown');
    expect(changelog.body.text).toContain('**Breaking**');
    expect(changelog.body.text).toContain('Still nobody.');
    for (const format of ['html', 'json', 'rss'])
      expect((await client.rest(`/v1/apis/pets/changelog?format=${format}`)).body.text).toContain('clinic');
  });

  test('rules say what breaks and how good the lint has to be', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    await startWithPets(client);
    await client.rest('/v1/apis/pets', { method: 'PATCH', body: { rules: { bar: 100 } } });
    const second = await upload(client, documentWith('1.1.0', ['status', 'limit', 'order']));
    const detail = (await client.rest(`/v1/apis/pets/versions/${second.id}`)).body;
    expect(detail.lint.passes).toBe(false);
    expect(detail.gate.reasons.map(({ code }: { code: string }) => code)).toEqual(['lint_below_bar']);
    const { body: compared } = await client.rest('/v1/apis/pets/changes');
    const [change] = compared.changes;

    await client.rest('/v1/apis/pets', {
      method: 'PATCH',
      body: { rules: { bar: 0, severities: { [change.id]: 'breaking' } } },
    });
    expect((await act(client, second.id, 'publish')).body.code).toBe('contract.gate_closed');
    await client.rest('/v1/apis/pets', {
      method: 'PATCH',
      body: { rules: { severities: { [change.id]: 'ignore' } } },
    });
    expect((await act(client, second.id, 'publish')).status).toBe(200);
  });

  test('an API says whether enums of its answers may grow', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const answering = (version: string, schema: object) => ({
      ...documentWith(version, ['status']),
      paths: {
        '/pets': {
          get: {
            responses: {
              200: { description: 'Pets.', content: { 'application/json': { schema } } },
            },
          },
        },
      },
    });
    const kinds = (...values: string[]) => ({ type: 'string', enum: values });
    await client.rest('/v1/apis', { body: { slug: 'pets', name: 'Pets' } });
    const first = await upload(client, answering('1.0.0', kinds('cat')));
    await act(client, first.id, 'publish');
    const check = async (schema: object) =>
      (await client.rest('/v1/apis/pets/check', { body: { document: answering('2.0.0', schema) } })).body;
    const rule = async (rules: object) => client.rest('/v1/apis/pets', { method: 'PATCH', body: { rules } });
    const id = 'response-mediatype-enum-value-added';

    const closed = await check(kinds('cat', 'dog'));
    expect(closed.changes).toMatchObject([{ id, severity: 'breaking' }]);
    expect(closed.gate.isOpen).toBe(false);

    expect((await rule({ answerEnums: 'open' })).body.rules).toMatchObject({ answerEnums: 'open' });
    expect((await check(kinds('cat', 'dog'))).changes).toMatchObject([{ id, severity: 'compatible' }]);

    await rule({ answerEnums: 'open', severities: { [id]: 'risky' } });
    expect((await check(kinds('cat', 'dog'))).changes).toMatchObject([{ id, severity: 'risky' }]);
    expect((await rule({ answerEnums: 'ajar' })).body.code).toBe('request.invalid');
  });

  test('a sunset keeps the days of grace, may be moved later and never earlier, and ends the version', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();
    const first = await startWithPets(client, { sunsetGraceDays: 30 });
    const at = (days: number) => new Date(Date.now() + days * day).toISOString();
    expect((await act(client, first.id, 'retire')).body.code).toBe('contract.state');
    expect((await act(client, first.id, 'deprecate', { sunsetAt: at(20) })).body.code).toBe(
      'contract.sunset_too_early',
    );
    expect((await act(client, first.id, 'deprecate', { sunsetAt: at(60) })).body.status).toBe('deprecated');
    expect((await act(client, first.id, 'deprecate', { sunsetAt: at(50) })).body.code).toBe(
      'contract.sunset_too_early',
    );
    expect((await act(client, first.id, 'deprecate', { sunsetAt: at(70) })).status).toBe(200);

    hub.advance(71 * day);
    const list = (await client.rest('/v1/apis/pets/versions?status=sunset')).body;
    expect(list.items.map(({ id }: { id: string }) => id)).toEqual([first.id]);
    // By the clock of this Parley, and not by that of the machine.
    expect((await client.rest('/v1/apis/pets')).body.newest).toMatchObject({
      id: first.id,
      status: 'sunset',
    });
    expect((await act(client, first.id, 'retire')).body.status).toBe('retired');
  });
});
