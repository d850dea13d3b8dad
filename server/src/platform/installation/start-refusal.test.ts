import { expect, test } from 'vitest';
import { explainStart } from './start-refusal.ts';

test.each([
  'Connection terminated unexpectedly',
  'Client has encountered a connection error and is not queryable',
  'timeout exceeded when trying to connect',
])('a database that went away while it was opened is told in one line: %s', (message) => {
  const error = new Error('could not migrate', { cause: new Error(message) });

  expect(explainStart(error, 'db.example/parley')).toMatch(
    /^The database db.example\/parley cannot be reached/,
  );
});

test('what is no matter of the database is not put on it', () => {
  expect(explainStart(new TypeError('x is not a function'), 'db.example/parley')).toBeNull();
});
