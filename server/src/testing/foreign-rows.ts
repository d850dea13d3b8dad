import { setTimeout as wait } from 'node:timers/promises';
import { createIntakeLink } from '../access/intake/intake-link.service.ts';
import { declareRequirement } from '../access/requirement/requirement.service.ts';
import { everyone } from '../platform/database/owner.ts';
import { system } from '../platform/request/principal.ts';
import { makeIssue } from './issues.ts';
import type { Receiver } from './receiver.ts';
import { type Client, invoiceGenerated, type TestHub } from './test-hub.ts';

/** Ids of rows that belong to somebody else. */
interface ForeignRows {
  byRoom: Record<string, string>;
  byField: Record<string, string>;
  /** Texts that must never show up in an answer to somebody else. */
  marks: string[];
}

/** Runs outside of a test as well, where there is no `expect.poll`. */
const firstDelivered = async (owner: Client) => {
  const endsAt = performance.now() + 20_000;
  for (;;) {
    const list = await owner.rest('/v1/deliveries?status=delivered');
    if (list.body.items.length === 1) return list;
    if (performance.now() > endsAt) throw new Error(`Nothing was delivered: ${list.text}`);
    await wait(15);
  }
};

/** A consumer with a row of every noun that a key can reach, in the live environment. A new room adds its own here. */
export const foreignRowsOf = async (
  hub: TestHub,
  receiver: Receiver,
): Promise<{ owner: Client; rows: ForeignRows }> => {
  const owner = await hub.client({ environment: 'live' });
  await owner.rest('/v1/event-types', { body: invoiceGenerated });
  const endpoint = await owner.rest('/v1/endpoints', {
    body: { url: `${receiver.url}/secret-path`, eventTypes: ['*'] },
  });
  const event = await owner.rest('/v1/events', {
    body: { type: 'invoice.generated', data: { amount: 77_001 } },
  });
  const deliveries = await firstDelivered(owner);
  const { parts } = hub.hub;
  const requirement = await declareRequirement(
    parts.openEm(everyone),
    { parts, caller: system },
    {
      consumerId: owner.consumerId,
      purpose: 'Number 77001',
      operations: [],
      eventTypes: [],
    },
  );
  const { link } = await createIntakeLink(
    parts.openEm(everyone),
    { parts, caller: system },
    { consumerId: owner.consumerId, requirementId: requirement.id, openWithinDays: 7 },
  );
  const recovery = await owner.rest('/v1/recoveries', { body: { scope: 'everything' } });
  const issue = await makeIssue(hub, endpoint.body.id);
  const bulk = await owner.rest('/v1/bulk-changes', { body: { action: 'disable' } });
  const audit = await owner.rest('/v1/audit-entries');
  const client = await owner.rest('/v1/clients', {
    body: { name: 'Client 77001', scopes: ['events:read'] },
  });
  const issuer = await hub.admin.issuer.create({
    name: 'Issuer 77001',
    issuer: 'https://8.8.8.8/secret-path',
    audience: 'a',
    scopes: ['events:read'],
    consumers: [{ value: '77001', consumerId: owner.consumerId, environment: 'live' }],
  });
  const identityProvider = await hub.admin.identityProvider.create({
    name: 'Provider 77001',
    issuer: 'https://8.8.8.8/secret-path',
    clientId: 'parley',
    clientSecret: '77001',
  });
  const staff = await hub.staff(`${crypto.randomUUID()}@parley.example`, 'viewer');
  const ids = {
    consumer: owner.consumerId,
    consumerFigures: owner.consumerId,
    plan: owner.consumerId,
    planPreview: owner.consumerId,
    refusedCall: owner.consumerId,
    apiKey: owner.keyId,
    client: client.body.id,
    issuer: issuer.id,
    identityProvider: identityProvider.id,
    endpoint: endpoint.body.id,
    figures: endpoint.body.id,
    event: event.body.id,
    recipient: event.body.id,
    delivery: deliveries.body.items[0].id,
    recovery: recovery.body.id,
    issue,
    bulkChange: bulk.body.id,
    requirement: requirement.id,
    intakeLink: link.id,
    requirementReview: requirement.id,
    lineage: deliveries.body.items[0].id,
    audit: audit.body.items[0].id,
    staff,
  };
  return {
    owner,
    rows: {
      byRoom: ids,
      byField: {
        consumerId: ids.consumer,
        endpointId: ids.endpoint,
        eventId: ids.event,
        actorId: ids.apiKey,
        targetId: ids.endpoint,
      },
      marks: [...Object.values(ids), 'secret-path', '77001'],
    },
  };
};
