import { Client } from 'pg';
import { expect, inject, test } from 'vitest';
import { Consumer } from '../../access/consumer/consumer.entity.ts';
import { createDatabase } from '../../testing/postgres.ts';
import { TestHub } from '../../testing/test-hub.ts';
import { claimOf } from '../idempotency/idempotency.service.ts';
import { lockRow } from './lock-row.ts';
import { everyone } from './owner.ts';

const startOne = async () => {
  const databaseUrl = await createDatabase(inject('postgresUrl'), inject('templates').postgresName);
  return { databaseUrl, hub: await TestHub.start('postgresql', { databaseUrl, roles: 'api' }) };
};

test('of two transactions that wait for each other both are done in the end', async () => {
  const { hub } = await startOne();
  await using _ = hub;
  const ids = [await hub.consumer(), await hub.consumer()];
  let holding = 0;
  const note = async (order: string[], text: string) =>
    hub.hub.parts.openEm(everyone).transactional(async (tx) => {
      for (const id of order) {
        const consumer = await lockRow(tx, Consumer, { id });
        consumer!.description = `${consumer!.description ?? ''}${text}`;
        await tx.flush();
        holding += 1;
        // Both hold one before either asks for the other.
        await expect.poll(() => holding).toBeGreaterThan(1);
      }
    });

  await Promise.all([note(ids, 'a'), note(ids.toReversed(), 'b')]);

  const rows = await hub.hub.parts.store.all<{ description: string }>(
    'select description from consumer where id in (?, ?)',
    ...ids,
  );
  for (const { description } of rows) expect(['ab', 'ba']).toContain(description);
});

test('a request whose key another process is still working on is told so, and not kept waiting', async () => {
  const { databaseUrl, hub } = await startOne();
  await using _ = hub;
  const client = await hub.client();
  const input = { name: 'invoice.sent', description: 'Sent.', schema: { type: 'object' } };
  const { id } = claimOf('one-key', client.keyId, 'eventType.declare', input);
  const other = new Client(databaseUrl);
  await other.connect();
  await other.query('begin');
  await other.query(
    `insert into idempotency_record (id, request_hash, status, answer_box, expires_at) values ($1, '', 0, '', 0)`,
    [id],
  );
  const send = async () =>
    client.rest('/v1/event-types', { body: input, headers: { 'idempotency-key': 'one-key' } });

  const waiting = await send();
  await other.query('rollback');
  const later = await send();
  await other.end();

  expect([waiting.status, waiting.body.code]).toEqual([409, 'idempotency.in_flight']);
  expect(waiting.headers.get('retry-after')).toBe('1');
  expect(later.status).toBe(201);
});
