import type { EntityManager } from '@mikro-orm/sql';
import type { ContractVersionKey } from '@parley/shared/contracts/contract';
import type { NoticesView } from '@parley/shared/contracts/contract-impact';
import type { Environment } from '@parley/shared/words/environment';
import { dayMs } from '@parley/shared/words/time';
import { loadApi } from '../api/api.service.ts';
import { reachedBy } from '../impact/reach.service.ts';
import { usageOf } from '../impact/usage-found.service.ts';
import { consumerNames } from '../../access/consumer/consumer.service.ts';
import type { ContractAct, ContractParts } from '../version/version.service.ts';
import { ContractVersion } from '../version/version.entity.ts';
import { publishOperational } from '../../webhooks/publication/operational.service.ts';
import type { Publisher } from '../../webhooks/publication/publish.service.ts';
import { newId } from '../../platform/secret/id.ts';
import { everyone } from '../../platform/database/owner.ts';
import { ContractNotice } from './notice.entity.ts';
import {
  changelogUrl,
  contractChanged,
  contractChangedData,
  type Published,
  type Told,
} from './contract-changed.ts';
import { publishedOf, type Way, type WayParts, waysTo } from './ways.service.ts';

/** Calls of so many days count, with live and with test keys. */
export const noticeDays = 30;

/** What telling takes. */
export interface Telling extends ContractAct, WayParts {
  publisher: Publisher;
}

const tell = async (
  { parts, publisher, caller }: Telling,
  environment: Environment,
  published: Published,
  told: Told,
): Promise<number> => {
  const { deliveryCount } = await publishOperational(publisher, {
    type: contractChanged,
    data: contractChangedData(published, told),
    subject: published.slug,
    environment,
    consumerId: told.consumerId,
    requestId: caller.requestId,
    now: parts.now(),
  });
  return deliveryCount;
};

const linesShown = 20;

const letterOf = (published: Published, { changes }: Told): string => {
  const lines = changes.slice(0, linesShown).map(({ severity, text }) => `- ${severity}: ${text}`);
  const more = changes.length > linesShown ? [`and ${changes.length - linesShown} more.`] : [];
  return [
    `Version ${published.version} of ${published.slug} was published. It changes what you use:`,
    '',
    ...lines,
    ...more,
    '',
    changelogUrl(published),
    '',
  ].join('\n');
};

/** Tells one consumer by every way there is; answers by which it was told. */
const tellOne = async (
  telling: Telling,
  published: Published,
  { told, mailTo }: Way,
): Promise<('event' | 'mail')[]> => {
  const { parts } = telling;
  const channels: ('event' | 'mail')[] = [];
  const failed = (error: unknown) =>
    parts.log.error(
      { err: error, consumerId: told.consumerId, versionId: published.id },
      'could not tell a consumer',
    );
  let deliveries = 0;
  for (const environment of ['live', 'test'] as const)
    try {
      deliveries += await tell(telling, environment, published, told);
    } catch (error) {
      failed(error);
    }
  if (deliveries > 0) channels.push('event');
  const text = letterOf(published, told);
  const subject = `${published.slug} ${published.version}: changes that reach you`;
  let letters = 0;
  for (const to of mailTo)
    try {
      await parts.mailer.send({ to, subject, text });
      letters += 1;
    } catch (error) {
      failed(error);
    }
  return letters > 0 ? [...channels, 'mail'] : channels;
};

/**
 * Tells the consumers whom a publication affects: an event to those of their endpoints that ask for `contract.changed`,
 * mail where there is a server, to its addresses, and a row that says when. One that cannot be told does not undo the publication; the log says which.
 */
export const tellAffected = async (telling: Telling, { slug, id }: ContractVersionKey): Promise<void> => {
  const { parts } = telling;
  const em = parts.openEm(everyone);
  const version = await em.findOneOrFail(ContractVersion, { id });
  const { found } = await reachedBy(em, telling, { slug, to: id, days: noticeDays, includeTest: true });
  const published = publishedOf(parts, slug, version);
  const ways = await waysTo(em, telling, published, found);
  await Promise.all(
    [...ways.values()].map(async (way) => {
      const { told } = way;
      const channels = await tellOne(telling, published, way);
      for (const channel of channels.length > 0 ? channels : (['none'] as const))
        em.create(ContractNotice, {
          id: newId('ntc', parts.now().getTime()),
          version,
          consumerId: told.consumerId,
          channel,
          changeCount: told.changes.length,
          operations: [...new Set(told.changes.flatMap(({ operations }) => operations))],
          toldAt: parts.now(),
        });
    }),
  );
  await em.flush();
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
  const since = new Date(parts.now().getTime() - noticeDays * dayMs);
  const usage = await usageOf(em, { api: slug, since, includeTest: false, excluded: [] });
  const names = await consumerNames(
    em,
    notices.map(({ consumerId }) => consumerId),
  );
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
