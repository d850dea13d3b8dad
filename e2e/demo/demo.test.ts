import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ApiKeyPage } from '@parley/shared/access/api-key';
import { ConsumerPage } from '@parley/shared/access/consumer';
import { RequirementPage } from '@parley/shared/access/requirement';
import { RequirementStatus } from '@parley/shared/access/status';
import { StaffPage } from '@parley/shared/administration/staff';
import { ContractVersionPage } from '@parley/shared/contracts/contract';
import { ImpactView } from '@parley/shared/contracts/contract-impact';
import { Role } from '@parley/shared/scope';
import { DeliveryPage } from '@parley/shared/webhooks/delivery';
import { EndpointPage } from '@parley/shared/webhooks/endpoint';
import { EventPublished } from '@parley/shared/webhooks/event';
import { RecoveryPage } from '@parley/shared/webhooks/recovery';
import { hourMs } from '@parley/shared/words/time';
import { expect, test } from 'vitest';
import { startChild } from '../support/child.ts';
import { findFreePort } from '../support/free-port.ts';
import { type Credential, openRest, read, type Rest } from '../support/rest.ts';
import { openSql } from '../support/sql.ts';
import { signIn } from '../support/staff.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const demoFile = join(import.meta.dirname, 'demo.ts');

/** Hours of the past whose sums are not those of the rows, of every kind that is summed. */
const sumsStatement = (thisHour: number) => `
  select 'events' as kind, h.hour from activity_hour h where h.environment = 'live' and h.hour < ${thisHour} and h.events <>
    (select count(*) from event e where e.environment = 'live' and e.created_at >= h.hour and e.created_at < h.hour + 3600000)
  union all
  select 'attempts', h.hour from activity_hour h where h.environment = 'live' and h.hour < ${thisHour} and (h.delivered <>
    (select count(*) from attempt a where a.outcome = 'delivered' and a.started_at >= h.hour and a.started_at < h.hour + 3600000)
    or h.failed <> (select count(*) from attempt a where a.outcome <> 'delivered' and a.started_at >= h.hour
      and a.started_at < h.hour + 3600000))
  union all
  select 'calls', u.hour from usage u where u.operation = 'event.publish' and u.environment = 'live' and u.hour < ${thisHour}
    and u.calls <> (select count(*) from event e where e.key_id = u.key_id and e.created_at >= u.hour
      and e.created_at < u.hour + 3600000)
  union all
  select 'attempts of endpoints', h.hour from activity_hour h where h.environment = 'live' and h.hour < ${thisHour}
    and h.delivered + h.failed <> (select coalesce(sum(t.attempts), 0) from attempt_hour t
      where t.hour = h.hour and t.subject like 'ep\\_%' escape '\\')
  union all
  select 'calls of versions', v.day from version_day v where v.api <> 'parley' and v.calls <>
    (select sum(f.calls) from field_usage f where f.version_id = v.version_id and f.consumer_id = v.consumer_id and f.field = ''
      and f.hour >= v.day and f.hour < v.day + 86400000)
  union all
  select 'failures of issues', i.since_at from issue i where i.count <>
    (select sum(h.count) from issue_hour h where h.issue_id = i.id)
  union all
  select 'deliveries', d.created_at from delivery d where d.created_at < ${thisHour} and d.status <> 'pending' and d.attempt_count <>
    (select count(*) from attempt a where a.delivery_id = d.id)`;

const readPast = async (folder: string) => {
  const file = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith('parley.db'),
  );
  await using sql = await openSql(`sqlite:${join(folder, file ?? '')}`);
  const thisHour = Date.now() - (Date.now() % hourMs);
  const [hours] = await sql.run(
    `select count(distinct hour) as count from activity_hour where hour < ${thisHour - hourMs / 2}`,
  );
  return { hours: Number(hours?.count), wrongSums: await sql.run(sumsStatement(thisHour)) };
};

const readCompany = async (rest: Rest) => {
  const keys = read(ApiKeyPage, await rest.get('/v1/api-keys?environment=live&limit=200')).items;
  const endpoints = read(EndpointPage, await rest.get('/v1/endpoints?environment=live&limit=200')).items;
  const people = read(StaffPage, await rest.get('/v1/staff?limit=200')).items;
  const versions = read(ContractVersionPage, await rest.get('/v1/apis/appointments/versions')).items;
  const draft = versions.find(({ status }) => status === 'draft')?.id ?? '';
  const impact = read(ImpactView, await rest.get(`/v1/apis/appointments/impact?to=${draft}`));
  const consumers = read(ConsumerPage, await rest.get('/v1/consumers?limit=200')).items;
  const requirements = await Promise.all(
    consumers.map(
      async ({ id }) => read(RequirementPage, await rest.get(`/v1/consumers/${id}/requirements`)).items,
    ),
  );
  return {
    roles: new Set(people.map(({ role }) => role)),
    health: endpoints.map(({ health }) => health),
    requirements: new Set(requirements.flat().map(({ status }) => status)),
    keys: {
      isExpiring: keys.some(({ expiresAt }) => expiresAt !== null),
      isUnused: keys.some(({ lastUsedAt, revokedAt }) => lastUsedAt === null && revokedAt === null),
      isRevoked: keys.some(({ revokedAt }) => revokedAt !== null),
    },
    callers: [
      ...new Set(
        impact.changes.flatMap(({ consumers: affected }) =>
          affected.filter(({ evidence }) => evidence !== 'declared').map(({ name }) => name),
        ),
      ),
    ].toSorted(),
  };
};

test('the demo shows a company with live traffic to whom it prints the way in, and leaves nothing behind', async () => {
  using folder = createTemporaryFolder();
  const port = await findFreePort();
  const environment = { ...process.env, PARLEY_PORT: String(port), TMPDIR: folder.path };
  await using demo = startChild(demoFile, [], environment);
  const [, password = ''] = await demo.waitForOutput(/Password +(\S+)\n/);
  const [, secret, event = ''] = await demo.waitForOutput(/Bearer (\S+)'[^]*-d '(.+)'\n/);
  const url = `http://127.0.0.1:${port}`;

  const rest = (credential: Credential) => openRest(url, credential);
  const staff = await signIn({ url, rest }, { email: 'demo@parley.example', password });
  await using integrator = rest(secret ?? '');
  const published = await integrator.post('/v1/events', JSON.parse(event));
  const consumers = read(ConsumerPage, await staff.rest.get('/v1/consumers')).items;
  const list = async () => read(DeliveryPage, await staff.rest.get('/v1/deliveries?environment=live')).items;
  await expect.poll(list).toContainEqual(expect.objectContaining({ status: 'delivered' }));
  const recoveries = async () =>
    read(RecoveryPage, await staff.rest.get('/v1/recoveries?environment=live')).items.map(
      ({ status }) => status,
    );
  await expect.poll(recoveries).toEqual(['paused', 'done']);
  const past = await readPast(folder.path);
  const company = await readCompany(staff.rest);
  await staff.rest[Symbol.asyncDispose]();
  demo.process.kill('SIGINT');
  const { code } = await demo.ended;

  expect(read(EventPublished, published, 201)).toMatchObject({ environment: 'test', deliveryCount: 1 });
  expect(consumers.length).toBeGreaterThanOrEqual(8);
  expect(past.wrongSums).toEqual([]);
  expect(past.hours).toBeGreaterThanOrEqual(7 * 24);
  expect(company.roles).toEqual(new Set(Role.options));
  expect(company.keys).toEqual({ isExpiring: true, isUnused: true, isRevoked: true });
  expect(company.requirements).toEqual(new Set(RequirementStatus.options));
  expect(company.health).toEqual(expect.arrayContaining(['healthy', 'failing', 'disabled']));
  expect(company.callers).toEqual(['Clinic desk', 'Meadowlark patient app']);
  expect(code).toBe(0);
  expect(readdirSync(folder.path)).toEqual([]);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});
