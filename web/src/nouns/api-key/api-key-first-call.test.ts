import { expect, test } from 'vitest';
import { firstCall } from './api-key-first-call.ts';

const origin = 'https://parley.example';
const secret = 'parley_test_abc';
const eventType = { name: 'invoice.paid', example: { note: "it's paid" } };

test('a key that may read something starts with a harmless read', () => {
  const call = firstCall({ secret, scopes: ['events:publish', 'endpoints:read'] }, origin, eventType);

  expect(call?.command).toBe(
    'curl "https://parley.example/v1/endpoints" \\\n  -H "Authorization: Bearer parley_test_abc"',
  );
});

test('a key that may only publish sends the example of a type, quoted for the shell', () => {
  const call = firstCall({ secret, scopes: ['events:publish'] }, origin, eventType);

  expect(call?.command).toContain(`-d '{"type":"invoice.paid","data":{"note":"it'\\''s paid"}}'`);
});

test('a key that can do nothing yet gets no command', () => {
  expect(firstCall({ secret, scopes: ['events:publish'] }, origin, undefined)).toBeNull();
  expect(firstCall({ secret, scopes: ['routes:read'] }, origin, eventType)).toBeNull();
});
