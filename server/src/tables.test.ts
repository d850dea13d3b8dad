import { hourMs } from '@parley/shared/words/time';
import { describe, expect, test } from 'vitest';
import { access } from './access/access.ts';
import { administration } from './administration/administration.ts';
import { contracts } from './contracts/contracts.ts';
import { gateway } from './gateway/gateway.ts';
import { monitoring } from './monitoring/monitoring.ts';
import { platform } from './platform/platform.ts';
import { everyone } from './platform/database/owner.ts';
import { Session } from './administration/session/session.entity.ts';
import { SignInThrottle } from './administration/session/sign-in-throttle.entity.ts';
import { Invitation } from './administration/invitation/invitation.entity.ts';
import { Staff } from './administration/staff/staff.entity.ts';
import { dialects, TestHub } from './testing/test-hub.ts';
import { webhooks } from './webhooks/webhooks.ts';

const byPeople = 'grows by what people do in the console, and is what they want to keep';
const retained = 'goes with its event, by retention or by the operator who keeps all';

/** Why each table does not grow for ever: what bounds it, or which chore removes from it. */
const bounds: Record<string, string> = {
  Installation: 'has one row',
  Usage:
    'one row a key, operation and hour: what people look at, 9,000 rows a year for a busy key and operation',
  KeyHour: 'one row a key and hour: 9,000 rows a year for a busy key',
  CallDay: 'chore: usage',
  VersionDay: 'chore: usage',
  ActivityHour: 'one row an environment and hour',
  IdempotencyRecord: 'chore: idempotency records',
  Revision: 'one row a counter, of which there are few',
  FieldUsage: 'chore: usage',
  SearchEntry: 'one row for each of what people made: goes with what it stands for',
  Staff: byPeople,
  Invitation: 'chore: sign-in leftovers',
  Session: 'chore: sign-in leftovers',
  SignInThrottle: 'chore: sign-in leftovers',
  UsedStep: 'chore: sign-in leftovers',
  RecoveryCode: 'ten a person',
  SecurityPolicy: 'has one row',
  IdentityProvider: byPeople,
  ProviderDomainRow: 'fifty a provider at most',
  StaffIdentity: 'one row a person and provider',
  PersonalToken: byPeople,
  Passkey: 'twenty a person at most',
  AuditEntry: 'chore: audit retention',
  AuditHead: 'has four rows at most',
  SavedViewRow: byPeople,
  DefaultView: 'one row a person and list',
  Consumer: byPeople,
  ApiKey: byPeople,
  Requirement: byPeople,
  Client: byPeople,
  UsedAssertion: 'chore: ended tokens',
  SigningKey: 'chore: signing keys',
  RevokedToken: 'chore: ended tokens',
  Issuer: byPeople,
  IssuerConsumerRow: byPeople,
  RequirementEntry:
    'grows by what people do; a link writes 2,000 times at most, and a requirement takes 500 comments',
  IntakeLink: byPeople,
  Plan: 'one row a consumer',
  LimitCounter: 'chore: limits',
  LimitCall: 'chore: limits',
  KeyCaller: 'chore: callers of keys',
  Route: byPeople,
  RefusedCall: 'chore: refused calls',
  EventType: byPeople,
  EventTypeVersion: byPeople,
  Event: 'chore: retention',
  EventKey: retained,
  Endpoint: byPeople,
  Delivery: retained,
  Recovery: byPeople,
  BulkChange: byPeople,
  WorkerSlot: 'one row a letter',
  WorkerProcess: 'the worker loop removes those that are dead',
  Attempt: retained,
  AttemptHour: 'chore: old figures',
  Api: byPeople,
  ContractText: 'one row a different document that people uploaded',
  ContractVersion: byPeople,
  ContractComparison: 'one row a pair of documents that was looked at',
  Acceptance: byPeople,
  ContractNotice: 'one row a consumer that was told of a change',
  Issue: 'chore: issues',
  IssueHour: 'chore: issues',
};

const wings = [platform, administration, access, webhooks, contracts, gateway, monitoring];
const names = wings.flatMap((wing) =>
  wing.entities.map((entity) => (typeof entity === 'function' ? entity.name : String(entity))),
);

test('each table is bounded by what it holds, or a chore removes from it', async () => {
  await using hub = await TestHub.start('sqlite');
  const named = Object.values(bounds).flatMap((reason) => /^chore: (.+)$/.exec(reason)?.[1] ?? []);

  expect(Object.keys(bounds).toSorted()).toEqual(names.toSorted());
  expect(hub.hub.choreNames).toEqual(expect.arrayContaining([...new Set(named)]));
});

describe.each(dialects)('on %s', (dialect) => {
  test('what signing in leaves behind goes, and what still counts stays', async () => {
    await using hub = await TestHub.start(dialect);
    const { api } = await hub.browser();
    await api.staff.invite({ email: 'new@parley.example', role: 'viewer' });
    await hub.trpc('session.signIn', { email: 'who@parley.example', password: 'wrong' }, 'POST');
    const em = () => hub.hub.parts.openEm(everyone);
    const count = async () => [
      await em().count(Session),
      await em().count(SignInThrottle),
      await em().count(Invitation),
    ];

    await hub.hub.tidy();
    const atOnce = await count();
    hub.advance(26 * hourMs);
    await hub.hub.tidy();
    const nextDay = await count();
    hub.advance(60 * 24 * hourMs);
    await hub.hub.tidy();

    expect(atOnce[0]).toBe(1);
    expect(atOnce[1]).toBeGreaterThan(0);
    expect(atOnce[2]).toBe(1);
    expect(nextDay).toEqual([1, 0, 1]);
    expect(await count()).toEqual([0, 0, 0]);
    expect(await em().count(Staff)).toBe(2);
  });
});
