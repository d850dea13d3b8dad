import { createHash } from 'node:crypto';
// Nothing but the database is awaited inside of a transaction: whatever else waits throws there. Every operation that the
// REST door runs in one transaction is walked; a new one fails here until it is called below.
import { describe, expect, test } from 'vitest';
import { hashPassword } from './administration/session/password.ts';
import { operationsOf } from './doors/operation.ts';
import { appRouter } from './doors/router.ts';
import { everyone } from './platform/database/owner.ts';
import { makeIssue } from './testing/issues.ts';
import { dialects, invoiceGenerated, TestHub } from './testing/test-hub.ts';

const walked = operationsOf(appRouter)
  .filter(({ meta }) => meta.idempotency === 'door')
  .map(({ name }) => name);

describe.each(dialects)('on %s', (dialect) => {
  test('every operation with an Idempotency-Key awaits nothing but the database', async () => {
    await using hub = await TestHub.start(dialect);
    const { cookie } = await hub.browser();
    const client = await hub.client();
    const { consumerId } = client;
    const post = async (path: string, body: object, method = 'POST') => {
      const headers = { cookie, origin: hub.config.publicUrl, 'idempotency-key': crypto.randomUUID() };
      const answer = await hub.rest(path, { method, body, headers });
      expect([path, answer.status, answer.body]).toEqual([
        path,
        expect.toSatisfy((s) => s >= 200 && s < 300),
        answer.body,
      ]);
      return answer.body;
    };
    const place = { consumerId, environment: 'live' };
    const done: string[] = [];
    const call = async (name: string, path: string, body: object, method?: string) => {
      done.push(name);
      return post(path, body, method);
    };

    await call('staff.invite', '/v1/staff', { email: 'new@parley.example', role: 'viewer' });
    await call('consumer.create', '/v1/consumers', { name: 'A new one', kind: 'partner' });
    const requirements = `/v1/consumers/${consumerId}/requirements`;
    const declared = { purpose: 'To see', operations: [], eventTypes: [] };
    const requirement = await call('requirement.declare', requirements, declared);
    const draft = await post(requirements, { ...declared, status: 'draft' });
    const drafted = `${requirements}/${draft.id}`;
    await post(drafted, { contactEmail: 'ada@clinic.example', eventTypes: ['invoice.*'] }, 'PATCH');
    await call('requirement.submit', `${drafted}/submit`, {});
    await call('requirement.requestChanges', `${drafted}/request-changes`, { answer: 'Say more.' });
    await call('requirement.comment', `${drafted}/comments`, { text: 'Which month?' });
    const intake = { requirementId: draft.id, mailTo: 'ada@clinic.example' };
    const { intakeUrl } = await call('intakeLink.create', `/v1/consumers/${consumerId}/intake-links`, intake);
    const { body: claimed } = await hub.rest('/v1/intake/claim', {
      body: { token: intakeUrl.split('#')[1] },
    });
    const byLink = async (name: string, path: string, body: object) => {
      done.push(name);
      const headers = {
        authorization: `Bearer ${claimed.credential}`,
        'idempotency-key': crypto.randomUUID(),
      };
      const answer = await hub.rest(path, { body, headers });
      expect([path, answer.status]).toEqual([path, 200]);
    };
    await byLink('intake.comment', '/v1/intake/comments', { text: 'The next.' });
    await byLink('intake.submit', '/v1/intake/submit', {});
    await call('requirement.approve', `${requirements}/${requirement.id}/approve`, {});
    await call('requirement.decline', `${requirements}/${requirement.id}/decline`, {});
    await post(`${requirements}/${requirement.id}/approve`, {});
    await call('requirement.suspend', `${requirements}/${requirement.id}/suspend`, {});
    await call('requirement.archive', `${requirements}/${requirement.id}/archive`, {});
    await call('eventType.declare', '/v1/event-types', invoiceGenerated);
    await call('api.create', '/v1/apis', { slug: 'billing', name: 'Billing' });
    const document = { openapi: '3.1.0', info: { title: 'Billing', version: '1.0.0' }, paths: {} };
    const version = await post('/v1/apis/billing/versions', { document });
    const at = `/v1/apis/billing/versions/${version.id}`;
    await call('contract.review', `${at}/review`, {});
    await post('/v1/apis/billing/versions', { document });
    await hub.admin.api.update({ slug: 'billing', rules: { sunsetGraceDays: 0, bar: 0, lint: {} } });
    await post(`${at}/publish`, {});
    await call('contract.deprecate', `${at}/deprecate`, { sunsetAt: new Date(Date.now() + 60_000) });
    await call('contract.retire', `${at}/retire`, {});
    const accept = `/v1/apis/billing/changes/${'0'.repeat(16)}/accept`;
    await call('contractChange.accept', accept, { reason: 'Agreed.' });
    await call('contractChange.withdraw', accept, {}, 'DELETE');
    const key = await call('apiKey.create', '/v1/api-keys', { ...place, name: 'k', scopes: ['events:read'] });
    const successor = await call('apiKey.rotate', `/v1/api-keys/${key.id}/rotate`, {});
    await call('apiKey.revoke', `/v1/api-keys/${successor.id}/revoke`, {});
    const hash = createHash('sha256').update('a key of before').digest('hex');
    const imported = { ...place, from: 'unkey', scopes: ['events:read'], keys: [{ hash }] };
    await call('apiKey.import', '/v1/api-keys/import', imported);
    const oauth = await call('client.create', '/v1/clients', {
      ...place,
      name: 'c',
      scopes: ['events:read'],
    });
    const ofClient = `/v1/clients/${oauth.id}`;
    await call('client.update', ofClient, { name: 'd' }, 'PATCH');
    await call('client.rotate', `${ofClient}/rotate`, {});
    await call('client.endPreviousSecret', `${ofClient}/end-previous-secret`, {});
    await call('client.revoke', `${ofClient}/revoke`, {});
    const trusted = {
      name: 'Login',
      issuer: 'http://localhost:9009',
      audience: 'a',
      scopes: ['events:read'],
    };
    const issuer = await call('issuer.create', '/v1/issuers', trusted);
    const ofIssuer = `/v1/issuers/${issuer.id}`;
    await call('issuer.update', ofIssuer, { jwksUrl: 'http://localhost:9009/keys' }, 'PATCH');
    await call('issuer.remove', ofIssuer, {}, 'DELETE');
    const provider = {
      name: 'Company login',
      issuer: 'http://localhost:9009',
      clientId: 'parley',
      clientSecret: 'a secret of the provider',
      domains: [{ domain: 'company.example' }],
    };
    const ofProvider = `/v1/identity-providers/${(await call('identityProvider.create', '/v1/identity-providers', provider)).id}`;
    await call('identityProvider.update', ofProvider, { name: 'Login' }, 'PATCH');
    await call('identityProvider.remove', ofProvider, {}, 'DELETE');
    const upstreams = [{ url: 'http://localhost:9009' }];
    const route = await call('route.create', '/v1/routes', { api: 'billing', upstreams });
    await call('route.update', `/v1/routes/${route.id}`, { upstreams }, 'PATCH');
    await call('route.remove', `/v1/routes/${route.id}`, {}, 'DELETE');
    await call('signingKey.replace', '/v1/signing-keys/replace', {});
    const endpoint = await call('endpoint.create', '/v1/endpoints', {
      ...place,
      url: 'http://127.0.0.1:9009/hook',
      eventTypes: ['*'],
    });
    await call('endpoint.rotateSecret', `/v1/endpoints/${endpoint.id}/rotate-secret`, {});
    const published = { type: 'invoice.generated', data: { amount: 1 } };
    const { body: event } = await client.rest('/v1/events', { body: published });
    const ended = async () => (await client.rest('/v1/deliveries?status=exhausted')).body.items.length;
    await expect.poll(ended).toBe(1);
    const recovery = await call('recovery.plan', '/v1/recoveries', { ...place, scope: 'everything' });
    await call('recovery.cancel', `/v1/recoveries/${recovery.id}/cancel`, {});
    await call('recovery.recoverEndpoint', `/v1/endpoints/${endpoint.id}/recover`, {});
    const [delivery] = (await client.rest('/v1/deliveries')).body.items;
    await call('delivery.retry', `/v1/deliveries/${delivery.id}/retry`, {});
    await expect.poll(ended).toBe(1);
    await call('recipient.send', `/v1/events/${event.uniqueId}/send`, { endpointId: endpoint.id });
    // So many that a recovery of one a second is still under way when it is paused.
    for (let more = 0; more < 12; more += 1) await client.rest('/v1/events', { body: published });
    const slowly = { ...place, scope: 'everything', ratePerSecond: 1 };
    const moved = await post('/v1/recoveries', slowly);
    for (const action of ['start', 'pause', 'resume'])
      await call(`recovery.${action}`, `/v1/recoveries/${moved.id}/${action}`, {});
    const issue = `/v1/issues/${await makeIssue(hub, endpoint.id)}`;
    await call('issue.acknowledge', `${issue}/acknowledge`, {});
    await call('issue.mute', `${issue}/mute`, { until: new Date(Date.now() + 60_000) });
    await call('issue.resolve', `${issue}/resolve`, {});
    await call('issue.reopen', `${issue}/reopen`, {});
    const bulk = '/v1/bulk-changes';
    const [begun, dropped] = [
      await call('bulkChange.plan', bulk, { environment: 'live', action: 'disable' }),
      await post(bulk, { environment: 'live', action: 'disable' }),
    ];
    await call('bulkChange.cancel', `${bulk}/${dropped.id}/cancel`, {});
    await call('bulkChange.start', `${bulk}/${begun.id}/start`, {});
    await call('endpoint.enable', `/v1/endpoints/${endpoint.id}/enable`, {});
    await call('endpoint.remove', `/v1/endpoints/${endpoint.id}`, {}, 'DELETE');

    expect(done.toSorted()).toEqual(walked.toSorted());
  });

  test('whatever waits for something else throws inside of any transaction, and only there', async () => {
    await using hub = await TestHub.start(dialect);
    const { parts, services } = hub.hub;
    const em = parts.openEm(everyone);
    const waits: (() => Promise<unknown>)[] = [
      async () => parts.outbound.refusalOf('http://a.test/'),
      async () => parts.outbound.post({ url: 'http://127.0.0.1:9/', headers: {}, body: '' }),
      async () => parts.mailer.send({ to: 'a@b.example', subject: '', text: '' }),
      async () => hashPassword('a long enough password'),
      async () => services.contracts.readContract({ text: '{}' }),
    ];
    const tryAll = async () =>
      Promise.all(
        waits.map(async (wait) =>
          wait().then(
            () => '',
            (error: Error) => /inside a transaction/.exec(error.message)?.[0] ?? '',
          ),
        ),
      );
    const all = waits.map(() => 'inside a transaction');

    expect(await parts.store.transaction('relaxed', tryAll)).toEqual(all);
    expect(await em.transactional(tryAll)).toEqual(all);
    expect(await em.fork().transactional(async (tx) => tx.transactional(tryAll))).toEqual(all);
    expect(await tryAll()).toEqual(waits.map(() => ''));
  });
});
