// Walks every procedure of the router, over both doors, as callers who should get nothing of others. A new procedure is walked
// without a word here; one that takes an id of a new room fails until `foreignRowsOf` has a row of it. Who may not call at all is
// walked by `guard-walk.test.ts`.
import { describe, expect, test } from 'vitest';
import { walkForeignRows } from './testing/guards/foreign-walk.ts';
import { guardedOnes, sampleInput, walked } from './testing/guards/procedures.ts';
import { callDoor, doorsOf } from './testing/guards/two-doors.ts';
import type { Leak } from './testing/guards/walk.ts';
import { answering, Receiver } from './testing/receiver.ts';
import { dialects, TestHub } from './testing/test-hub.ts';

/** Before signing in, on purpose. Anything added here is a door without a lock. */
const openOnPurpose = [
  'session.current',
  'session.setUp',
  'session.invitation',
  'session.acceptInvitation',
  'session.signIn',
  'session.finishSignIn',
  'session.beginPasskey',
  'session.signInByPasskey',
  'session.signOut',
  'singleSignOn.options',
  'singleSignOn.begin',
  'singleSignOn.finish',
  'intake.claim',
];

test('only the procedures before signing in are open', () => {
  const open = walked.filter(({ meta }) => meta.access === 'anyone').map(({ name }) => name);

  expect(open.toSorted()).toEqual(openOnPurpose.toSorted());
});

test('over REST, reading is GET and nothing else', () => {
  const wrong = walked.filter(
    ({ type, meta }) => meta.openapi && (meta.openapi.method === 'GET') !== (type === 'query'),
  );

  expect(wrong.map(({ name }) => name)).toEqual([]);
});

describe.each(dialects)('on %s', (dialect) => {
  test('without a credential every guarded procedure answers 401, over both doors', async () => {
    await using hub = await TestHub.start(dialect);

    for (const procedure of guardedOnes)
      for (const door of doorsOf(procedure)) {
        const { status, body } = await callDoor(hub, door, procedure, {
          input: sampleInput(procedure),
          headers: {},
        });
        expect([procedure.name, status, body.code]).toEqual([procedure.name, 401, 'auth.required']);
      }
  });

  test('nothing of another consumer, or of the other environment, is told or touched, by ids, lists, creations or filters', async () => {
    await using receiver = await Receiver.start();
    receiver.otherwise(answering(200));
    await using hub = await TestHub.start(dialect);
    const leaks: Leak[] = [];

    await walkForeignRows(hub, receiver, {
      // What a token sees is decided as for a key: on one database is enough.
      byTokens: dialect === 'sqlite',
      onLeak: (leak) => (leaks.push(leak) < 40 ? 'go on' : 'stop'),
    });

    expect(leaks).toEqual([]);
  }, 120_000);
});
