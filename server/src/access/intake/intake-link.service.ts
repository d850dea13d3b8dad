import type { EntityManager } from '@mikro-orm/sql';
import {
  type CreateIntakeLink,
  IntakeLinkCreated,
  type IntakeLinkKey,
  IntakeLinkView,
  type ListIntakeLinks,
} from '@parley/shared/access/intake';
import type { ConsumerView } from '@parley/shared/access/consumer';
import { dayMs } from '@parley/shared/words/time';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import { Paging, viewPage } from '../../platform/database/cursor.ts';
import { given } from '../../platform/database/given.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import type { Act } from '../../platform/guard/act.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { EntityTag } from '../../platform/request/entity-tag.ts';
import { Problem } from '../../platform/request/problem.ts';
import { afterCommit } from '../../platform/request/transaction-mark.ts';
import { newId } from '../../platform/secret/id.ts';
import { newToken, sha256 } from '../../platform/secret/secret.ts';
import { getConsumer } from '../consumer/consumer.service.ts';
import { Requirement } from '../requirement/requirement.entity.ts';
import { addRequirement } from '../requirement/requirement.service.ts';
import { IntakeLink } from './intake-link.entity.ts';

/** What a link is told by in `ETag`: that it was written by is no change of it. */
export const intakeLinkTag = new EntityTag(IntakeLinkView, ['lastUsedAt']);

const statusOf = (link: IntakeLink, now: Date): IntakeLinkView['status'] => {
  if (link.revokedAt) return 'revoked';
  const ends = link.endsAt ?? link.openBefore;
  if (ends <= now) return 'expired';
  return link.openedAt ? 'opened' : 'waiting';
};

const viewLink = (link: IntakeLink, now: Date): IntakeLinkView => ({
  id: link.id,
  consumerId: link.consumerId,
  requirementId: link.requirementId,
  status: statusOf(link, now),
  mailedTo: link.mailedTo ?? null,
  createdAt: link.createdAt.toISOString(),
  openBefore: link.openBefore.toISOString(),
  openedAt: link.openedAt?.toISOString() ?? null,
  endsAt: link.endsAt?.toISOString() ?? null,
  lastUsedAt: link.lastUsedAt?.toISOString() ?? null,
});

/** The links of a consumer, the latest first unless asked otherwise. */
export const listIntakeLinks = async (em: EntityManager, { parts }: Act, query: ListIntakeLinks) => {
  const { id: consumerId } = await getConsumer(em, query.consumerId);
  const paging = Paging.of('intake-links', query);
  const { where, options } = paging.find;
  const asked = given({ requirementId: query.requirementId });
  const rows = await em.find(IntakeLink, { consumerId, ...asked, ...where }, options);
  const now = parts.now();
  return viewPage(paging.close(rows), (link) => viewLink(link, now));
};

/** One link of a consumer. */
export const getIntakeLink = async (
  em: EntityManager,
  { parts }: Act,
  { consumerId, id }: IntakeLinkKey,
): Promise<IntakeLinkView> => {
  const link = await em.findOne(IntakeLink, { id, consumerId });
  if (!link) throw new Problem('intake_link.not_found');
  return viewLink(link, parts.now());
};

/** The requirement that a link is for, held by the transaction: the one that is named, or a draft of nothing yet. */
const requirementFor = async (
  tx: EntityManager,
  act: Act,
  consumerId: string,
  named: string | undefined,
): Promise<string> => {
  if (named === undefined) {
    const blank = { consumerId, purpose: '', operations: [], eventTypes: [], status: 'draft' as const };
    return (await addRequirement(tx, act, blank)).id;
  }
  const requirement = await lockRow(tx, Requirement, { id: named, consumerId });
  if (!requirement) throw new Problem('requirement.not_found');
  if (requirement.status === 'archived')
    throw new Problem('requirement.state', { detail: 'It is archived: there is nothing to write any more.' });
  return requirement.id;
};

const letterOf = (consumer: ConsumerView, url: string, openBefore: Date): string =>
  [
    `You are asked to say what ${consumer.name} needs of our APIs: what for, which operations, how often.`,
    '',
    url,
    '',
    `The link can be opened once, until ${openBefore.toISOString().slice(0, 10)}, in the browser in which you will write.`,
    'You need no account. Do not hand the link on.',
    '',
  ].join('\n');

const send = async ({ mailer, log }: Parts, letter: { to: string; subject: string; text: string }) =>
  mailer.send(letter).catch((error: unknown) => log.error({ err: error }, 'could not mail a link'));

/**
 * Makes the link by which one requirement is written without an account, and ends those that there were for it. Its address
 * is answered once, and mailed where mail is configured and an address was given.
 */
export const createIntakeLink = async (
  em: EntityManager,
  act: Act,
  input: CreateIntakeLink,
): Promise<IntakeLinkCreated> => {
  const { parts, caller } = act;
  const token = newToken();
  // In the fragment, which no browser sends and no proxy writes down.
  const intakeUrl = `${parts.publicUrl}/intake#${token}`;
  const mailTo = parts.mailer.isConfigured ? (input.mailTo ?? null) : null;
  return em.transactional(async (tx) => {
    const consumer = await getConsumer(tx, input.consumerId);
    const now = parts.now();
    const requirementId = await requirementFor(tx, act, consumer.id, input.requirementId);
    await tx.nativeUpdate(IntakeLink, { requirementId, revokedAt: null }, { revokedAt: now });
    const link = tx.create(IntakeLink, {
      id: newId('itk', now.getTime()),
      consumerId: consumer.id,
      requirementId,
      tokenHash: sha256(token),
      mailedTo: mailTo,
      createdAt: now,
      openBefore: new Date(now.getTime() + input.openWithinDays * dayMs),
      writes: 0,
    });
    await tx.flush();
    await recordAudit(tx, caller, {
      action: 'intake_link.create',
      targetId: link.id,
      consumerId: consumer.id,
      changes: { requirementId: { after: requirementId }, mailedTo: { after: mailTo } },
      at: now,
    });
    if (mailTo !== null) {
      const text = letterOf(consumer, intakeUrl, link.openBefore);
      const letter = { to: mailTo, subject: `What does ${consumer.name} need?`, text };
      afterCommit(() => void send(parts, letter));
    }
    return { link: viewLink(link, now), intakeUrl };
  });
};

/** Ends a link, and what was opened by it, from the next request on. Ended already, it stays so. */
export const revokeIntakeLink = async (
  em: EntityManager,
  { parts, caller, ifMatch }: Act,
  { consumerId, id }: IntakeLinkKey,
): Promise<IntakeLinkView> =>
  em.transactional(async (tx) => {
    const link = await lockRow(tx, IntakeLink, { id, consumerId });
    if (!link) throw new Problem('intake_link.not_found');
    const now = parts.now();
    intakeLinkTag.assertExpected(ifMatch, viewLink(link, now));
    if (link.revokedAt) return viewLink(link, now);
    link.revokedAt = now;
    await tx.flush();
    await recordAudit(tx, caller, {
      action: 'intake_link.revoke',
      targetId: id,
      consumerId,
      changes: { requirementId: { before: link.requirementId } },
      at: now,
    });
    return viewLink(link, now);
  });

/** Whether a kept answer with a link may still be shown: it waits to be opened. */
export const isLinkStillGood = async (
  { em, parts }: Act & { em: EntityManager },
  answer: unknown,
): Promise<boolean> => {
  const kept = IntakeLinkCreated.safeParse(answer);
  const link = kept.success ? await em.findOne(IntakeLink, { id: kept.data.link.id }) : null;
  return link !== null && statusOf(link, parts.now()) === 'waiting';
};
