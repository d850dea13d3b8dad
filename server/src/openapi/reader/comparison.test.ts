import { expect, test } from 'vitest';
import { compareDocuments, fieldsOfDocuments } from './comparison.ts';
import { namesOfSet } from './reached-operations.ts';

/** Schemas in a ring: what changes in one reaches every operation. */
const ringOf = (count: number, type: string): string =>
  JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Ring', version: '1' },
    paths: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `/things${index}`,
        {
          post: {
            requestBody: {
              content: { 'application/json': { schema: { $ref: `#/components/schemas/T${index}` } } },
            },
            responses: { '204': { description: 'Done.' } },
          },
        },
      ]),
    ),
    components: {
      schemas: Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `T${index}`,
          {
            type: 'object',
            properties: {
              value: { type: index % 10 === 0 ? type : 'string' },
              next: { $ref: `#/components/schemas/T${(index + 1) % count}` },
            },
          },
        ]),
      ),
    },
  });

const orderOf = (count: number) => ({
  base: ringOf(count, 'string'),
  revision: ringOf(count, 'integer'),
  sunsetGraceDays: 0,
  now: 0,
});

const operationsMany = 1500;

test('changes that reach all of 1,500 operations are few words, and name every operation', () => {
  const comparison = compareDocuments(orderOf(operationsMany));

  const [change] = comparison.changes;
  expect(comparison.changes).toHaveLength(operationsMany / 10);
  expect(comparison.changes.every((one) => one.operationCount === operationsMany)).toBe(true);
  expect(comparison.reached.sets).toEqual([[0, operationsMany]]);
  expect(namesOfSet(comparison.reached, change?.reached ?? -1, { start: 1498, count: 10 })).toEqual([
    'POST /things1498',
    'POST /things1499',
  ]);
  expect(JSON.stringify(comparison).length).toBeLessThan(150_000);
});

test('which fields reach a change is given up in time, and not said wrongly', () => {
  const order = { ...orderOf(operationsMany), operations: ['POST /things0', 'POST /things1499'] };
  const before = process.cpuUsage();

  const fields = fieldsOfDocuments(order);

  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(10);
  const { changes } = compareDocuments(order);
  const [first] = changes;
  const found = fields[first?.fingerprint ?? ''];
  expect(found).toEqual({ 'POST /things0': ['body.value'], 'POST /things1499': ['body.next.value'] });
  // From there the change is nearly 1,500 fields away: nothing is said of it.
  const far = changes.find(({ pointer }) => pointer.includes('/T1480/'));
  expect(far).toMatchObject({ operationCount: operationsMany });
  expect(fields[far?.fingerprint ?? '']?.['POST /things1499']).toBeUndefined();
});
