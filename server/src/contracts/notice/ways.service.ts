import type { EntityManager } from '@mikro-orm/sql';
import type { ImpactView } from '@parley/shared/contracts/contract-impact';
import { Environment } from '@parley/shared/words/environment';
import { Consumer } from '../../access/consumer/consumer.entity.ts';
import type { Parts } from '../../platform/process/parts.ts';
import type { Catalog } from '../../webhooks/catalog/catalog.service.ts';
import type { PayloadChecks } from '../../webhooks/payload/payload-checks.service.ts';
import { countOperationalTargets } from '../../webhooks/publication/operational.service.ts';
import type { ContractVersion } from '../version/version.entity.ts';
import {
  affectedBy,
  contractChanged,
  contractChangedData,
  type Published,
  type Reaching,
  type Told,
} from './contract-changed.ts';

/** What says by which ways somebody would be told. */
export interface WayParts {
  parts: Parts;
  catalog: Catalog;
  payloads: PayloadChecks;
}

/** One consumer whom a publication affects, and by which ways it is told. */
export interface Way {
  told: Told;
  name: string;
  /** Addresses that people may write to, by what they are for. */
  contactEmail: string | null;
  technicalEmail: string | null;
  /** Whether an endpoint of it asks for the event and may be sent to. */
  hasEndpoint: boolean;
  /** Where Parley sends mail to; nothing without a mail server. */
  mailTo: string[];
}

/** A version as its notices name it. */
export const publishedOf = (
  { publicUrl }: Pick<Parts, 'publicUrl'>,
  slug: string,
  { id, version }: Pick<ContractVersion, 'id' | 'version'>,
): Published => ({ id, version, slug, publicUrl });

/** The different addresses of a consumer. */
export const addressesOf = ({
  contactEmail,
  technicalEmail,
}: {
  contactEmail?: string | null | undefined;
  technicalEmail?: string | null | undefined;
}): string[] => [...new Set([contactEmail ?? '', technicalEmail ?? ''].filter(Boolean))];

/**
 * Whom a publication tells, and how, by the catalogue and the addresses of now: what the notices are sent by, and what
 * is said before. Of consumers that the caller may see.
 */
export const waysTo = async (
  em: EntityManager,
  { parts, catalog, payloads }: WayParts,
  published: Published,
  found: Reaching,
): Promise<Map<string, Way>> => {
  const affected = affectedBy(found);
  const snapshot = await catalog.current(parts.store);
  const rows = await em.find(Consumer, { id: { $in: affected.map(({ consumerId }) => consumerId) } });
  const consumers = new Map(rows.map((row) => [row.id, row]));
  const isReached = (told: Told) =>
    Environment.options.some(
      (environment) =>
        countOperationalTargets(snapshot, payloads, {
          type: contractChanged,
          data: contractChangedData(published, told),
          subject: published.slug,
          environment,
          consumerId: told.consumerId,
          requestId: null,
          now: parts.now(),
        }) > 0,
    );
  return new Map(
    affected.map((told) => {
      const consumer = consumers.get(told.consumerId);
      const way: Way = {
        told,
        name: consumer?.name ?? told.consumerId,
        contactEmail: consumer?.contactEmail ?? null,
        technicalEmail: consumer?.technicalEmail ?? null,
        hasEndpoint: snapshot.consumerIds.has(told.consumerId) && isReached(told),
        mailTo: parts.mailer.isConfigured ? addressesOf(consumer ?? {}) : [],
      };
      return [told.consumerId, way];
    }),
  );
};

/** The channels of a way in the words of the notices. */
export const channelsOf = (way: Way | undefined): ImpactView['consumers'][number]['channels'] => [
  ...(way?.hasEndpoint ? (['event'] as const) : []),
  ...(way && way.mailTo.length > 0 ? (['mail'] as const) : []),
];
