import { dayMs } from '@parley/shared/words/time';
import { everyone } from '../../platform/database/owner.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { Invitation } from '../invitation/invitation.entity.ts';
import { Session } from './session.entity.ts';
import { UsedStep } from './used-step.entity.ts';
import { removeForgottenTries } from './sign-in-throttle.service.ts';

/** So long staff can see that a link was used or ran out. */
const invitationKeptMs = 30 * dayMs;

/** Removes what signing in leaves behind: sessions that are over, failures that count no more, links of long ago. */
export const removeSignInLeftovers = async (parts: Parts): Promise<void> => {
  const { openEm, now } = parts;
  const em = openEm(everyone);
  const at = now();
  const before = (ms: number) => new Date(at.getTime() - ms);
  await removeForgottenTries(parts);
  await em.nativeDelete(Session, { expiresAt: { $lte: at } });
  await em.nativeDelete(UsedStep, { expiresAt: { $lte: at.getTime() } });
  await em.nativeDelete(Invitation, {
    $or: [{ expiresAt: { $lt: before(invitationKeptMs) } }, { usedAt: { $lt: before(invitationKeptMs) } }],
  });
};
