import type { EntityManager } from '@mikro-orm/sql';
import type { ClaimIntake, IntakeClaimed } from '@parley/shared/access/intake';
import { dayMs } from '@parley/shared/words/time';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import { takeGuess } from '../../administration/session/guess.service.ts';
import { everyone } from '../../platform/database/owner.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import type { Act } from '../../platform/guard/act.ts';
import type { Parts } from '../../platform/process/parts.ts';
import type { Principal } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import type { Visit } from '../../platform/request/visit.ts';
import { sha256 } from '../../platform/secret/secret.ts';
import { consumerNames } from '../consumer/consumer.service.ts';
import { credentialIn, intakeCookie, newIntakeCredential } from './intake-credential.ts';
import { IntakeLink } from './intake-link.entity.ts';

/** So long whoever opened a link can write by it. */
const writingDays = 30;

type Integrator = Extract<Principal, { kind: 'integrator' }>;

/** How a caller comes: what a guess at a link is counted by. */
type Visiting = Act & { visit: Visit };

const integratorOf = async (em: EntityManager, link: IntakeLink): Promise<Integrator> => ({
  kind: 'integrator',
  linkId: link.id,
  consumerId: link.consumerId,
  requirementId: link.requirementId,
  name: (await consumerNames(em, [link.consumerId])).get(link.consumerId) ?? link.consumerId,
});

/** Who writes by this credential now; `null` for anything else. */
export const principalOfIntake = async (
  parts: Parts,
  headers: { authorization?: string | undefined; cookie?: string | undefined },
): Promise<Integrator | null> => {
  const credential = credentialIn(parts.publicUrl, headers);
  if (credential === null) return null;
  const em = parts.openEm(everyone);
  const link = await em.findOne(IntakeLink, {
    credentialHash: sha256(credential),
    revokedAt: null,
    endsAt: { $gt: parts.now() },
  });
  return link && integratorOf(em, link);
};

const waiting = (token: string, now: Date) => ({
  tokenHash: sha256(token),
  openedAt: null,
  revokedAt: null,
  openBefore: { $gt: now },
});

/** What opening a link gives, and the cookie where it is to be kept as one. */
interface Opened {
  claimed: IntakeClaimed;
  cookie: string | null;
}

const open = async (
  tx: EntityManager,
  { parts, caller }: Act,
  { token, credential }: { token: string; credential: string },
): Promise<Date | null> => {
  const now = parts.now();
  const link = await lockRow(tx, IntakeLink, waiting(token, now));
  if (!link) return null;
  const endsAt = new Date(now.getTime() + writingDays * dayMs);
  Object.assign(link, { credentialHash: sha256(credential), openedAt: now, endsAt });
  await tx.flush();
  await recordAudit(
    tx,
    { ...caller, principal: await integratorOf(tx, link) },
    { action: 'intake_link.open', targetId: link.id, consumerId: link.consumerId, at: now },
  );
  return endsAt;
};

/**
 * Opens a link: once, within its days. Unknown, used, late and revoked ones are the same answer, and each wrong one is a
 * guess of which an address has few.
 */
export const claimIntake = async (act: Visiting, { token, keepAs }: ClaimIntake): Promise<Opened> => {
  const { parts, caller, visit } = act;
  const guess = await takeGuess(parts, `intake:${sha256(token)}`, { peer: caller.peer, visit });
  const credential = newIntakeCredential();
  const endsAt = await parts
    .openEm(everyone)
    .transactional(async (tx) => open(tx, act, { token, credential }));
  if (!endsAt) throw new Problem('intake.not_found');
  await guess.succeed();
  const isCookie = keepAs === 'cookie';
  const seconds = Math.floor((endsAt.getTime() - parts.now().getTime()) / 1000);
  return {
    claimed: { credential: isCookie ? null : credential, endsAt: endsAt.toISOString() },
    cookie: isCookie ? intakeCookie(parts.publicUrl, credential, seconds) : null,
  };
};
