import type { Act } from '../../platform/guard/act.ts';
import type { EntityManager } from '@mikro-orm/sql';
import { holds } from '@parley/shared/scope';
import type { RunSignatureCheck, SignatureCheckView } from '@parley/shared/webhooks/signature-check';
import { Delivery } from '../delivery/delivery.entity.ts';
import { openFor } from '../endpoint/seal.service.ts';
import type { PayloadChecks } from '../payload/payload-checks.service.ts';
import { getDelivery, listDeliveries } from '../delivery/delivery.service.ts';
import { Endpoint } from '../endpoint/endpoint.entity.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { type Caller, scopesOf } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { diagnose } from './diagnosis.ts';
import { readHeaders } from './received-headers.ts';
import type { SentWebhook } from './received-webhook.ts';
import type { KnownSecret } from './signing-keys.ts';

const openSecret = (parts: Parts, endpoint: Endpoint, box: string): string =>
  openFor(parts.box, endpoint, 'secret', box);

const ownSecrets = (parts: Parts, endpoint: Endpoint): KnownSecret[] => {
  const { secretBox, previousSecretBox, previousSecretExpiresAt } = endpoint;
  const current: KnownSecret = {
    text: openSecret(parts, endpoint, secretBox),
    owner: { kind: 'current' },
  };
  if (!previousSecretBox || !previousSecretExpiresAt) return [current];
  const text = openSecret(parts, endpoint, previousSecretBox);
  return [current, { text, owner: { kind: 'previous', until: previousSecretExpiresAt } }];
};

const othersMax = 100;

/**
 * Secrets of the consumer's other endpoints, in both environments: a secret of the wrong one is a usual mistake. A key
 * learns of the other environment only that it is one of there.
 */
const otherSecrets = async (
  em: EntityManager,
  parts: Parts,
  { principal }: Caller,
  endpoint: Endpoint,
): Promise<KnownSecret[]> => {
  const others = await em.find(
    Endpoint,
    { consumer: endpoint.consumer.id, id: { $ne: endpoint.id } },
    { orderBy: { id: 'desc' }, limit: othersMax, filters: { owner: false } },
  );
  return others.map((other): KnownSecret => {
    const text = openSecret(parts, other, other.secretBox);
    const named = `${other.removedAt ? 'the removed endpoint' : 'the endpoint'} ${other.url} (${other.id})`;
    if (other.environment === endpoint.environment)
      return { text, owner: { kind: 'other_endpoint', name: named } };
    const anonymous = `another endpoint in ${other.environment}`;
    const name = principal.kind === 'consumer' ? anonymous : `${named} in ${other.environment}`;
    return { text, owner: { kind: 'other_environment', name } };
  });
};

// Publishers may use the same id, each for an event of their own.
const sentMax = 5;

const sentUnder = async (
  em: EntityManager,
  act: { payloads: PayloadChecks },
  { endpointId, eventId }: { endpointId: string; eventId: string },
): Promise<SentWebhook[]> => {
  const { items } = await listDeliveries(em, { limit: sentMax, endpointId, eventId });
  const sent: SentWebhook[] = [];
  for (const { id } of items) {
    const { requestBody, attempts } = await getDelivery(em, act, id);
    const timestamps = attempts.map(({ startedAt }) => Math.floor(Date.parse(startedAt) / 1000));
    sent.push({ body: Buffer.from(requestBody), timestamps });
  }
  return sent;
};

const latestMax = 50;

const latestIds = async (em: EntityManager, endpointId: string): Promise<string[]> => {
  const latest = await em.find(
    Delivery,
    { endpoint: endpointId },
    {
      orderBy: { id: 'desc' },
      limit: latestMax,
      populate: ['event'],
      fields: ['consumerId', 'event.id', 'event.clientId', 'event.idRule', 'event.publisherId'],
    },
  );
  return latest.map(({ event, consumerId }) => event.idFor(consumerId));
};

/**
 * Says why a webhook verifies or not, for an endpoint of the caller. What was sent is compared only for those who may
 * read deliveries. Changes and stores nothing.
 */
export const checkSignature = async (
  em: EntityManager,
  { parts, caller, payloads }: Act & { payloads: PayloadChecks },
  input: RunSignatureCheck,
): Promise<SignatureCheckView> => {
  const endpoint = await em.findOne(Endpoint, { id: input.endpointId, removedAt: null });
  if (!endpoint) throw new Problem('endpoint.not_found');
  const headers = readHeaders(input.headers);
  const mayCompare = holds(scopesOf(caller.principal), 'deliveries:read');
  return diagnose({
    headers,
    body: Buffer.from(input.body, input.bodyEncoding),
    receivedAt: input.receivedAt === undefined ? null : new Date(input.receivedAt),
    now: parts.now(),
    pasted: input.secret ?? null,
    secrets: [...ownSecrets(parts, endpoint), ...(await otherSecrets(em, parts, caller, endpoint))],
    publicKey: endpoint.publicKey ?? null,
    sent: mayCompare
      ? await sentUnder(em, { payloads }, { endpointId: endpoint.id, eventId: headers.id ?? '' })
      : null,
    otherIds: mayCompare ? await latestIds(em, endpoint.id) : [],
  });
};
