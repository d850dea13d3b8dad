import type { Parts } from '../platform/process/parts.ts';
import type { Wing, Work } from '../platform/process/wing.ts';
import { accountRouter } from './account/account.router.ts';
import { AuditEntry, AuditHead } from './audit/audit.entity.ts';
import { removeOldEntries } from './audit/audit-retention.service.ts';
import { auditRouter } from './audit/audit.router.ts';
import { Invitation } from './invitation/invitation.entity.ts';
import { DefaultView, SavedViewRow } from './saved-view/saved-view.entity.ts';
import { savedViewRouter } from './saved-view/saved-view.router.ts';
import { Session } from './session/session.entity.ts';
import { sessionRouter } from './session/session.router.ts';
import { removeSignInLeftovers } from './session/sign-in-left.chore.ts';
import { SignInThrottle } from './session/sign-in-throttle.entity.ts';
import { Staff } from './staff/staff.entity.ts';
import { staffRouter } from './staff/staff.router.ts';

/** The people with a console login, and what they did. */
export const administration = {
  routers: {
    session: sessionRouter,
    account: accountRouter,
    staff: staffRouter,
    audit: auditRouter,
    savedView: savedViewRouter,
  },
  entities: [Staff, Invitation, Session, SignInThrottle, AuditEntry, AuditHead, SavedViewRow, DefaultView],
  tags: [
    ['Audit', 'Who changed what, and when.'],
    ['Staff', 'People with a console login.'],
  ],
  work: (parts: Parts): Work => ({
    chores: [
      { name: 'sign-in leftovers', run: () => removeSignInLeftovers(parts) },
      { name: 'audit retention', run: () => removeOldEntries(parts) },
    ],
  }),
} satisfies Wing & { work: unknown };
