import type { Act } from '../../platform/guard/act.ts';
import type { EntityManager } from '@mikro-orm/sql';
import { type ListRequirements, RequirementView } from '@parley/shared/access/requirement';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import { getConsumer } from '../consumer/consumer.service.ts';
import { Paging, viewPage } from '../../platform/database/cursor.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import { PlainRows, type RowIn } from '../../platform/database/plain-rows.ts';
import { newId } from '../../platform/secret/id.ts';

import { EntityTag } from '../../platform/request/entity-tag.ts';
import { Problem } from '../../platform/request/problem.ts';
import { Requirement } from './requirement.entity.ts';

/** What a declaration is told by in `ETag`. */
export const requirementTag = new EntityTag(RequirementView);

const shownRequirements = new PlainRows(
  Requirement,
  [
    'id',
    'consumerId',
    'purpose',
    'operations',
    'eventTypes',
    'callsPerDay',
    'status',
    'answer',
    'createdAt',
    'answeredAt',
  ],
  {},
);

const viewRequirement = (requirement: RowIn<typeof shownRequirements>): RequirementView => ({
  id: requirement.id,
  consumerId: requirement.consumerId,
  purpose: requirement.purpose,
  operations: requirement.operations,
  eventTypes: requirement.eventTypes,
  callsPerDay: requirement.callsPerDay ?? null,
  status: requirement.status,
  answer: requirement.answer ?? null,
  createdAt: requirement.createdAt.toISOString(),
  answeredAt: requirement.answeredAt?.toISOString() ?? null,
});

/** What a consumer declared, in the order that is asked for. */
export const listRequirements = async (em: EntityManager, query: ListRequirements) => {
  const { id: consumerId } = await getConsumer(em, query.consumerId);
  const paging = Paging.of('requirements', query);
  const { where, options } = paging.find;
  const rows = await shownRequirements.findWhere(em, { consumerId, ...where }, options);
  return viewPage(paging.close(rows), viewRequirement);
};

/** One declaration of a consumer. */
export const getRequirement = async (
  em: EntityManager,
  { consumerId, id }: { consumerId: string; id: string },
): Promise<RequirementView> => {
  const requirement = await em.findOne(Requirement, { id, consumerId });
  if (!requirement) throw new Problem('requirement.not_found');
  return viewRequirement(requirement);
};

/** Declares what a consumer wants to do. It waits for an answer; what it calls meanwhile is not held up. */
export const declareRequirement = async (
  em: EntityManager,
  { parts, caller }: Act,
  input: Pick<RequirementView, 'consumerId' | 'purpose' | 'operations' | 'eventTypes'> & {
    callsPerDay?: number | undefined;
  },
): Promise<RequirementView> =>
  em.transactional(async (tx) => {
    const { id: consumerId } = await getConsumer(tx, input.consumerId);
    const now = parts.now();
    const requirement = tx.create(Requirement, {
      id: newId('rqm', now.getTime()),
      ...input,
      consumerId,
      callsPerDay: input.callsPerDay ?? null,
      status: 'submitted',
      createdAt: now,
    });
    await tx.flush();
    await recordAudit(tx, caller, {
      action: 'requirement.declare',
      targetId: requirement.id,
      consumerId,
      changes: { purpose: { after: input.purpose } },
      at: now,
    });
    return viewRequirement(requirement);
  });

/** Approves or declines what a consumer declared. An answer may be changed. */
export const answerRequirement = async (
  em: EntityManager,
  { parts, caller, ifMatch }: Act,
  status: 'approved' | 'declined',
  input: { consumerId: string; id: string; answer?: string | undefined },
): Promise<RequirementView> =>
  em.transactional(async (tx) => {
    const { id, consumerId } = input;
    const requirement = await lockRow(tx, Requirement, { id, consumerId });
    if (!requirement) throw new Problem('requirement.not_found');
    requirementTag.assertExpected(ifMatch, viewRequirement(requirement));
    const now = parts.now();
    const before = requirement.status;
    Object.assign(requirement, { status, answer: input.answer ?? null, answeredAt: now });
    await tx.flush();
    await recordAudit(tx, caller, {
      action: status === 'approved' ? 'requirement.approve' : 'requirement.decline',
      targetId: id,
      consumerId,
      changes: { status: { before, after: status }, answer: { after: input.answer ?? null } },
      at: now,
    });
    return viewRequirement(requirement);
  });

/** Who declared operations of an API and was not declined: the consumer, and the operation as it was written. */
export const declaredOperationsOf = async (
  em: EntityManager,
  api: string,
): Promise<{ consumerId: string; operation: string }[]> => {
  const rows = await em.find(Requirement, { status: { $ne: 'declined' } }, { limit: 20_000 });
  return rows.flatMap(({ consumerId, operations }) =>
    operations.filter((one) => one.api === api).map(({ operation }) => ({ consumerId, operation })),
  );
};
