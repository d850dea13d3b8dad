// The test of a new room: works, bad input, no credential, not yours.
import type { RoomNames } from './names.ts';

const worksOrNot = ({
  nouns,
  snake,
  oneOf,
}: RoomNames): string => `  test('${oneOf} that was created is read, listed and in the audit trail', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();

    const created = await client.rest('/v1/${nouns}', { body: { name: ' First ' } });
    const read = await client.rest(\`/v1/${nouns}/\${created.body.id}\`);
    const listed = await client.rest('/v1/${nouns}?environment=live');
    const audit = await client.rest('/v1/audit-entries?action=${snake}.create');

    expect(created).toMatchObject({
      status: 201,
      body: { name: 'First', consumerId: client.consumerId, environment: 'live' },
    });
    expect(read.body).toEqual(created.body);
    expect(listed.body).toEqual({ items: [created.body], nextCursor: null, previousCursor: null });
    expect(audit.body.items).toMatchObject([{ targetId: created.body.id }]);
  });

  test('a wrong name is refused with its place, and nothing is kept', async () => {
    await using hub = await TestHub.start(dialect);
    const client = await hub.client();

    for (const body of [{}, { name: '' }, { name: 'x'.repeat(101) }, { name: 1 }]) {
      const refused = await client.rest('/v1/${nouns}', { body });
      expect([refused.status, refused.body.code, refused.body.errors[0].path]).toEqual([
        400,
        'request.invalid',
        '/name',
      ]);
    }
    expect((await client.rest('/v1/${nouns}')).body.items).toEqual([]);
  });
`;

const refusals = ({
  words,
  nouns,
  snake,
}: RoomNames): string => `  test('without a credential nothing is shown and nothing created', async () => {
    await using hub = await TestHub.start(dialect);

    const answers = [
      await hub.rest('/v1/${nouns}'),
      await hub.rest('/v1/${nouns}/none'),
      await hub.rest('/v1/${nouns}', { body: { name: 'First' } }),
    ];

    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      answers.map(() => [401, 'auth.required']),
    );
  });

  test('one ${words} is absent for another consumer and in the other environment', async () => {
    await using hub = await TestHub.start(dialect);
    const owner = await hub.client();
    const others = [await hub.client(), await hub.client({ consumerId: owner.consumerId, environment: 'test' })];
    const { id } = (await owner.rest('/v1/${nouns}', { body: { name: 'First' } })).body;

    for (const other of others) {
      const read = await other.rest(\`/v1/${nouns}/\${id}\`);
      expect([read.status, read.body.code]).toEqual([404, '${snake}.not_found']);
      expect((await other.rest('/v1/${nouns}')).body.items).toEqual([]);
    }
    const taken = await others[0]!.rest('/v1/${nouns}', {
      body: { name: 'Second', consumerId: owner.consumerId },
    });
    expect([taken.status, taken.body.code]).toEqual([404, 'consumer.not_found']);
  });
`;

/** A test that says what every room guarantees, on both databases. */
export const testOf = (names: RoomNames): string => `import { describe, expect, test } from 'vitest';
import { dialects, TestHub } from '../../testing/test-hub.ts';

describe.each(dialects)('${names.manyWords} on %s', (dialect) => {
${worksOrNot(names)}
${refusals(names)}});
`;
