import type { Act } from '../../platform/guard/act.ts';
import { type FilterQuery, raw, UniqueConstraintViolationException } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import {
  type ConsumerKind,
  ConsumerView,
  type CountConsumers,
  type CreateConsumer,
  type ListConsumers,
  type UpdateConsumer,
} from '@parley/shared/access/consumer';
import type { Environment } from '@parley/shared/words/environment';
import { type RowCount, valuesOf } from '@parley/shared/words/page';
import { changesBetween, recordAudit } from '../../administration/audit/audit.service.ts';
import { Paging, viewPage } from '../../platform/database/cursor.ts';
import { given } from '../../platform/database/given.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import { PlainRows, type RowIn } from '../../platform/database/plain-rows.ts';
import { newId } from '../../platform/secret/id.ts';

import type { Caller } from '../../platform/request/principal.ts';
import { EntityTag } from '../../platform/request/entity-tag.ts';
import { Problem } from '../../platform/request/problem.ts';
import { bumpRevision } from '../../platform/revision/revision.service.ts';
import { Consumer } from './consumer.entity.ts';

/** Grows when a consumer is registered or changed. */
export const consumerRevision = 'consumer';

/** What a consumer is told by in `ETag`. */
export const consumerTag = new EntityTag(ConsumerView);

const shownConsumers = new PlainRows(
  Consumer,
  ['id', 'name', 'kind', 'description', 'contactEmail', 'technicalEmail', 'status', 'createdAt', 'updatedAt'],
  {},
);

const viewConsumer = (consumer: RowIn<typeof shownConsumers>): ConsumerView => ({
  id: consumer.id,
  name: consumer.name,
  kind: consumer.kind,
  description: consumer.description ?? null,
  contactEmail: consumer.contactEmail ?? null,
  technicalEmail: consumer.technicalEmail ?? null,
  status: consumer.status,
  createdAt: consumer.createdAt.toISOString(),
  updatedAt: consumer.updatedAt.toISOString(),
});

const nameTaken = (error: unknown, name: string): never => {
  if (error instanceof UniqueConstraintViolationException)
    throw new Problem('consumer.name_taken', {
      detail: `There is a consumer with the name ${JSON.stringify(name)}.`,
    });
  throw error;
};

const askedFor = ({ search, ...query }: CountConsumers): FilterQuery<Consumer> => {
  const [kind, status] = [valuesOf(query.kind), valuesOf(query.status)];
  return {
    ...given({ kind: kind && { $in: kind }, status: status && { $in: status } }),
    ...(search === undefined
      ? {}
      : {
          [raw((alias) => `lower(${alias}.name)`)]: {
            $like: `%${search.toLowerCase().replaceAll('%', '')}%`,
          },
        }),
  };
};

/** Consumers, in the order that is asked for. */
export const listConsumers = async (em: EntityManager, query: ListConsumers) => {
  const paging = Paging.of('consumers', query);
  const { where, options } =
    query.sort === 'name'
      ? await paging.findBy('name', async (id) => (await em.findOne(Consumer, { id }))?.name)
      : paging.find;
  const rows = await shownConsumers.findWhere(em, { $and: [askedFor(query), where] }, options);
  return viewPage(paging.close(rows), viewConsumer);
};

/** How many consumers such a list has. */
export const countListedConsumers = async (em: EntityManager, query: CountConsumers): Promise<RowCount> => ({
  count: await em.count(Consumer, askedFor(query)),
  isMore: false,
});

/** One consumer, or `consumer.not_found`, which is also the answer for somebody else's. */
export const getConsumer = async (em: EntityManager, id: string): Promise<ConsumerView> =>
  viewConsumer(await loadConsumer(em, id));

/** Names of consumers by id, of those that the caller may see. */
export const consumerNames = async (
  em: EntityManager,
  ids: Iterable<string>,
): Promise<Map<string, string>> => {
  const consumers = await em.find(Consumer, { id: { $in: [...new Set(ids)] } });
  return new Map(consumers.map(({ id, name }) => [id, name]));
};

/** The row of a consumer that the caller may see, or `consumer.not_found`. */
const loadConsumer = async (em: EntityManager, id: string): Promise<Consumer> => {
  const consumer = await em.findOne(Consumer, { id });
  if (!consumer) throw new Problem('consumer.not_found');
  return consumer;
};

/** Registers a consumer. */
export const createConsumer = async (
  em: EntityManager,
  { parts, caller }: Act,
  input: CreateConsumer,
): Promise<ConsumerView> => {
  const now = parts.now();
  try {
    return await em.transactional(async (tx) => {
      const consumer = tx.create(Consumer, {
        id: newId('con', now.getTime()),
        name: input.name,
        kind: input.kind,
        description: input.description ?? null,
        contactEmail: input.contactEmail ?? null,
        technicalEmail: input.technicalEmail ?? null,
        status: 'active',
        createdAt: now,
        updatedAt: now,
      });
      await tx.flush();
      await recordAudit(tx, caller, {
        action: 'consumer.create',
        targetId: consumer.id,
        consumerId: consumer.id,
        changes: changesBetween({}, { ...input }),
        at: now,
      });
      await bumpRevision(tx, consumerRevision);
      return viewConsumer(consumer);
    });
  } catch (error) {
    return nameTaken(error, input.name);
  }
};

/** What stands above consumers and follows their status; handed in where the process is put together. */
export interface ConsumerStatusHook {
  /** Runs in the transaction that changes the status. */
  within: (
    tx: EntityManager,
    consumer: { id: string; status: ConsumerView['status'] },
    now: Date,
  ) => Promise<void>;
  /** Runs after its commit. */
  after: () => void;
}

/**
 * Changes a consumer. Suspending one refuses its keys from the next request on and makes its deliveries wait; activating
 * it again sends them.
 */
export const updateConsumer = async (
  em: EntityManager,
  { parts, caller, ifMatch, consumerStatus }: Act & { consumerStatus: ConsumerStatusHook },
  input: UpdateConsumer,
): Promise<ConsumerView> => {
  const { id, ...patch } = input;
  const now = parts.now();
  try {
    const view = await em.transactional(async (tx) => {
      const consumer = await lockRow(tx, Consumer, { id });
      if (!consumer) throw new Problem('consumer.not_found');
      consumerTag.assertExpected(ifMatch, viewConsumer(consumer));
      if (
        caller.principal.kind === 'consumer' &&
        patch.status !== undefined &&
        patch.status !== consumer.status
      )
        throw new Problem('auth.grant_refused', {
          detail: 'A consumer cannot suspend or activate itself. Staff can.',
        });
      const changes = changesBetween(viewConsumer(consumer), patch);
      if (Object.keys(changes).length === 0) return viewConsumer(consumer);
      if (patch.status !== undefined && patch.status !== consumer.status)
        await consumerStatus.within(tx, { id, status: patch.status }, now);
      tx.assign(consumer, { ...given(patch), updatedAt: now });
      await tx.flush();
      await recordAudit(tx, caller, {
        action: 'consumer.update',
        targetId: id,
        consumerId: id,
        changes,
        at: now,
      });
      await bumpRevision(tx, consumerRevision);
      return viewConsumer(consumer);
    });
    consumerStatus.after();
    return view;
  } catch (error) {
    return nameTaken(error, input.name ?? '');
  }
};

/** The consumer with this name; created when there is none. For the command line. */
export const findOrCreateConsumer = async (
  em: EntityManager,
  { parts, caller }: Act,
  named: string,
  kind: ConsumerKind,
): Promise<ConsumerView> => {
  const find = async () =>
    (await em.findOne(Consumer, { id: named })) ?? (await em.findOne(Consumer, { name: named }));
  const known = await find();
  if (known) return viewConsumer(known);
  try {
    return await createConsumer(em, { parts, caller }, { name: named, kind });
  } catch (error) {
    // Two that find none create one: the second takes what the first has made.
    const taken = error instanceof Problem && error.code === 'consumer.name_taken' ? await find() : null;
    if (!taken) throw error;
    return viewConsumer(taken);
  }
};

/** Which consumer and environment an act is for: a key's own, or what staff named. Others' are not found. */
export const placeOf = async (
  em: EntityManager,
  caller: Caller,
  named: { consumerId?: string | undefined; environment?: Environment | undefined },
): Promise<{ consumer: Consumer; environment: Environment }> => {
  const own = caller.principal.kind === 'consumer' ? caller.principal : null;
  const consumerId = named.consumerId ?? own?.consumerId;
  if (consumerId === undefined) throw new Problem('consumer.required');
  const environment = environmentOf(caller, named.environment);
  return { consumer: await loadConsumer(em, consumerId), environment };
};

/** The environment that an act is in: a key's own, or what staff named. */
export const environmentOf = (caller: Caller, named: Environment | undefined): Environment => {
  const own = caller.principal.kind === 'consumer' ? caller.principal.environment : undefined;
  const environment = named ?? own;
  if (environment === undefined) throw new Problem('environment.required');
  if (own !== undefined && own !== environment)
    throw new Problem('environment.refused', { detail: `This key belongs to the ${own} environment.` });
  return environment;
};
