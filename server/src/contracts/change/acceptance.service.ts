import type { Act } from '../../platform/guard/act.ts';
import type { EntityManager } from '@mikro-orm/sql';
import {
  AcceptanceView,
  type AcceptChange,
  type WithdrawAcceptance,
} from '@parley/shared/contracts/contract';
import { lockApi } from '../api/api.service.ts';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import { newId } from '../../platform/secret/id.ts';
import type { Caller } from '../../platform/request/principal.ts';
import { EntityTag } from '../../platform/request/entity-tag.ts';
import { Problem } from '../../platform/request/problem.ts';
import { Acceptance } from './change.entity.ts';

/** What an acceptance is told by in `ETag`. */
export const acceptanceTag = new EntityTag(AcceptanceView);

const viewAcceptance = ({
  fingerprint,
  reason,
  approver,
  expiresAt,
  createdAt,
}: Acceptance): AcceptanceView => ({
  fingerprint,
  reason,
  approver,
  expiresAt: expiresAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
});

// Every key that may read contracts sees it: which key of whom it was stands in the audit trail.
const approverOf = ({ principal }: Caller): string => {
  if (principal.kind === 'staff') return principal.name;
  if (principal.kind === 'consumer') return 'an API key';
  return principal.kind === 'command_line' ? `${principal.name}, command line` : 'Parley';
};

/** Takes a breaking change on oneself. Accepting it again replaces the reason and the time. */
export const acceptChange = async (
  em: EntityManager,
  { parts, caller, ifMatch }: Act,
  { slug, fingerprint, reason, expiresAt }: AcceptChange,
): Promise<AcceptanceView> =>
  em.transactional(async (tx) => {
    const api = await lockApi(tx, slug);
    const now = parts.now();
    const until = expiresAt === undefined ? null : new Date(expiresAt);
    if (until && until <= now)
      throw new Problem('request.invalid', {
        errors: [{ path: '/expiresAt', message: 'A time that is still to come.' }],
      });
    const approver = approverOf(caller);
    const known = await tx.findOne(Acceptance, { api, fingerprint });
    acceptanceTag.assertExpected(ifMatch, known && viewAcceptance(known));
    const accepted =
      known ??
      tx.create(Acceptance, {
        id: newId('acc', now.getTime()),
        api,
        fingerprint,
        reason,
        approver,
        expiresAt: until,
        createdAt: now,
      });
    tx.assign(accepted, { reason, approver, expiresAt: until, createdAt: now });
    await tx.flush();
    await recordAudit(tx, caller, {
      action: 'contract_change.accept',
      targetId: fingerprint,
      changes: { api: { after: slug }, reason: { after: reason }, expiresAt: { after: expiresAt ?? null } },
      at: now,
    });
    return viewAcceptance(accepted);
  });

/** Takes an acceptance back. */
export const withdrawAcceptance = async (
  em: EntityManager,
  { parts, caller, ifMatch }: Act,
  { slug, fingerprint }: WithdrawAcceptance,
): Promise<Record<string, never>> =>
  em.transactional(async (tx) => {
    const api = await lockApi(tx, slug);
    const known = await tx.findOne(Acceptance, { api, fingerprint });
    if (!known) throw new Problem('contract_change.not_accepted');
    acceptanceTag.assertExpected(ifMatch, viewAcceptance(known));
    await tx.remove(known).flush();
    await recordAudit(tx, caller, {
      action: 'contract_change.withdraw',
      targetId: fingerprint,
      changes: { api: { after: slug } },
      at: parts.now(),
    });
    return {};
  });
