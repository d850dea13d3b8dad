import type { EntityManager } from '@mikro-orm/sql';
import type {
  ListRequirementEntries,
  RequirementAct,
  RequirementEntryView,
} from '@parley/shared/access/requirement-entry';
import { Paging, viewPage } from '../../platform/database/cursor.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import type { Act } from '../../platform/guard/act.ts';
import type { Caller } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { newId } from '../../platform/secret/id.ts';
import { Requirement, RequirementEntry } from './requirement.entity.ts';
import { viewEntry } from './requirement-view.ts';

type Changes = Record<string, { before?: unknown; after?: unknown }>;

/** Comments that a requirement takes: a discussion that is longer is about something else. */
const commentsMax = 500;

interface Step {
  requirement: Requirement;
  act: RequirementAct;
  text?: string | null;
  changes?: Changes;
  at: Date;
}

const authorOf = ({
  principal,
}: Caller): Pick<RequirementEntry, 'authorKind' | 'authorId' | 'authorName'> => {
  if (principal.kind === 'staff')
    return { authorKind: 'staff', authorId: principal.staffId, authorName: principal.name };
  if (principal.kind === 'integrator')
    return { authorKind: 'integrator', authorId: principal.linkId, authorName: principal.name };
  if (principal.kind === 'consumer')
    return { authorKind: 'api_key', authorId: principal.keyId, authorName: principal.keyName };
  return principal.kind === 'command_line'
    ? { authorKind: 'command_line', authorId: null, authorName: principal.name }
    : { authorKind: 'system', authorId: null, authorName: 'Parley' };
};

const latestOf = async (tx: EntityManager, { id }: Requirement): Promise<RequirementEntry | null> =>
  tx.findOne(RequirementEntry, { requirementId: id }, { orderBy: { id: 'desc' } });

/** Two changes in a row as one: from what was before the first to what is after the second. */
const joinChanges = (first: Changes, second: Changes): Changes => {
  const joined: Changes = { ...first };
  for (const [field, { before, after }] of Object.entries(second)) {
    const origin = first[field] ? first[field].before : before;
    if (JSON.stringify(origin) === JSON.stringify(after)) delete joined[field];
    else joined[field] = { before: origin, after };
  }
  return joined;
};

/**
 * Notes a step, in the transaction that holds the requirement. Changes by one person or link in a row are one entry, so that
 * who saves every second does not write a history of seconds.
 */
export const noteStep = async (tx: EntityManager, caller: Caller, step: Step): Promise<void> => {
  const author = authorOf(caller);
  const { requirement, act, text = null, changes = {}, at } = step;
  const latest = act === 'update' ? await latestOf(tx, requirement) : null;
  if (
    latest?.act === 'update' &&
    latest.authorKind === author.authorKind &&
    latest.authorId === author.authorId
  )
    Object.assign(latest, { changes: joinChanges(latest.changes, changes), at });
  else
    tx.create(RequirementEntry, {
      id: newId('rqe', at.getTime()),
      requirementId: requirement.id,
      consumerId: requirement.consumerId,
      act,
      ...author,
      text,
      changes,
      at,
    });
  await tx.flush();
};

/** What the latest entry says was changed, when it is one of changes: what a submission hands in. */
export const unsubmittedChanges = async (tx: EntityManager, requirement: Requirement): Promise<Changes> => {
  const latest = await latestOf(tx, requirement);
  return latest?.act === 'update' ? latest.changes : {};
};

/** The history of a requirement and what was said of it, the latest first unless asked otherwise. */
export const listRequirementEntries = async (em: EntityManager, query: ListRequirementEntries) => {
  const { id, consumerId } = query;
  const requirement = await em.findOne(Requirement, { id, consumerId });
  if (!requirement) throw new Problem('requirement.not_found');
  const paging = Paging.of('requirement-entries', query);
  const { where, options } = paging.find;
  const rows = await em.find(
    RequirementEntry,
    { requirementId: requirement.id, ...(where.id ? { $and: [where] } : {}) },
    options,
  );
  return viewPage(paging.close(rows), viewEntry);
};

/** Adds what somebody says. A requirement takes 500 comments. */
export const commentRequirement = async (
  em: EntityManager,
  { parts, caller }: Act,
  input: { consumerId: string; id: string; text: string },
): Promise<RequirementEntryView> =>
  em.transactional(async (tx) => {
    const { id, consumerId } = input;
    const requirement = await lockRow(tx, Requirement, { id, consumerId });
    if (!requirement) throw new Problem('requirement.not_found');
    const comments = await tx.count(RequirementEntry, { requirementId: id, act: 'comment' });
    if (comments >= commentsMax) throw new Problem('requirement.full');
    const at = parts.now();
    const entry = tx.create(RequirementEntry, {
      id: newId('rqe', at.getTime()),
      requirementId: id,
      consumerId,
      act: 'comment',
      ...authorOf(caller),
      text: input.text,
      changes: {},
      at,
    });
    await tx.flush();
    return viewEntry(entry);
  });
