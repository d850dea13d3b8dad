import type { EntityManager } from '@mikro-orm/sql';
import type { NoticesView } from '@parley/shared/contract-impact';
import type { Environment } from '@parley/shared/environment';
import { loadApi } from '../api/api.service.ts';
import { Consumer } from '../consumer/consumer.entity.ts';
import type { ContractParts } from '../contract/contract.service.ts';
import { ContractVersion } from '../contract/contract-version.entity.ts';
import type { Publisher } from '../event/publish.service.ts';
import { newId } from '../lib/id.ts';
import type { Caller } from '../lib/principal.ts';
import { everyone } from '../lib/owner.ts';
import { ContractNotice } from './contract-notice.entity.ts';
import { impactOf } from './impact.service.ts';
import { usageOf } from './usage-found.ts';

/** The event that tells a consumer of changes that reach it. Endpoints ask for it by name, or for `contract.*`. */
export const contractChanged = 'contract.changed';

const windowDays = 30;
const changesTold = 50;
const dayMs = 86_400_000;

interface Telling extends ContractParts {
  em: EntityManager;
  publisher: Publisher;
  caller: Caller;
}

interface Told {
  consumerId: string;
  changes: { id: string; severity: string; text: string; operations: string[]; fingerprint: string }[];
}

const affectedBy = (impact: Awaited<ReturnType<typeof impactOf>>): Told[] => {
  const told = new Map<string, Told>();
  for (const { change, consumers } of impact.changes) {
    if (change.severity === 'compatible') continue;
    const { id, severity, text, fingerprint } = change;
    for (const { consumerId, operations } of consumers) {
      const one = told.get(consumerId) ?? { consumerId, changes: [] };
      told.set(consumerId, one);
      one.changes.push({ id, severity, text, operations, fingerprint });
    }
  }
  return [...told.values()];
};

const tell = async (
  { parts, publisher, caller }: Telling,
  environment: Environment,
  version: ContractVersion,
  slug: string,
  { consumerId, changes }: Told,
): Promise<number> => {
  const { deliveryCount } = await publisher.publish({
    type: contractChanged,
    data: {
      api: slug,
      versionId: version.id,
      version: version.version,
      changes: changes.slice(0, changesTold),
      changeCount: changes.length,
      changelog: `${parts.publicUrl}/apis/${slug}/versions/${version.id}`,
    },
    clientId: null,
    subject: slug,
    occurredAt: null,
    environment,
    publisherId: '',
    keyId: null,
    requestId: caller.requestId ?? newId('req'),
    audience: [consumerId],
    onlyEndpointId: null,
    isOperational: true,
    idempotency: null,
  });
  return deliveryCount;
};

/**
 * Tells the consumers whom a publication affects: an event to those of their endpoints that ask for `contract.changed`,
 * and a row that says when. One that cannot be told does not undo the publication; the log says which.
 */
export const tellAffected = async (
  telling: Telling,
  { slug, id }: { slug: string; id: string },
): Promise<void> => {
  const { parts } = telling;
  const em = parts.openEm(everyone);
  const version = await em.findOneOrFail(ContractVersion, { id });
  const impact = await impactOf(em, telling, { slug, to: id, days: windowDays, includeTest: true });
  for (const told of affectedBy(impact))
    try {
      let deliveries = 0;
      for (const environment of ['live', 'test'] as const)
        deliveries += await tell(telling, environment, version, slug, told);
      em.create(ContractNotice, {
        id: newId('ntc', parts.now().getTime()),
        version,
        consumerId: told.consumerId,
        channel: deliveries > 0 ? 'event' : 'none',
        changeCount: told.changes.length,
        operations: [...new Set(told.changes.flatMap(({ operations }) => operations))],
        toldAt: parts.now(),
      });
      await em.flush();
    } catch (error) {
      parts.log.error(
        { err: error, consumerId: told.consumerId, versionId: id },
        'could not tell a consumer',
      );
    }
};

/** Who was told of the changes of an API, newest first, and whether they still call what was changed. */
export const noticesOf = async (
  em: EntityManager,
  { parts }: ContractParts,
  slug: string,
): Promise<NoticesView> => {
  const api = await loadApi(em, slug);
  const notices = await em.find(
    ContractNotice,
    { version: { api } },
    { orderBy: { id: 'desc' }, limit: 500, populate: ['version'] },
  );
  const since = new Date(parts.now().getTime() - windowDays * dayMs);
  const usage = await usageOf(em, { api: slug, since, includeTest: false, excluded: [] });
  const consumers = await em.find(Consumer, { id: { $in: notices.map(({ consumerId }) => consumerId) } });
  const names = new Map(consumers.map(({ id, name }) => [id, name]));
  return {
    items: notices.map((notice) => ({
      consumerId: notice.consumerId,
      name: names.get(notice.consumerId) ?? notice.consumerId,
      versionId: notice.version.id,
      channel: notice.channel,
      changeCount: notice.changeCount,
      toldAt: notice.toldAt.toISOString(),
      stillCalls: usage.some(
        ({ consumerId, operation, field, lastAt }) =>
          consumerId === notice.consumerId &&
          field === '' &&
          lastAt > notice.toldAt.getTime() &&
          notice.operations.includes(operation),
      ),
    })),
  };
};
