import type { Parts } from '../platform/process/parts.ts';
import type { Wing, Work } from '../platform/process/wing.ts';
import { accountRouter } from './account/account.router.ts';
import { AuditEntry, AuditHead } from './audit/audit.entity.ts';
import { removeOldEntries } from './audit/audit-retention.service.ts';
import { auditRouter } from './audit/audit.router.ts';
import { IdentityProvider } from './identity-provider/identity-provider.entity.ts';
import { identityProviderRouter } from './identity-provider/identity-provider.router.ts';
import { ProviderDomainRow } from './identity-provider/provider-domain.entity.ts';
import { StaffIdentity } from './identity-provider/staff-identity.entity.ts';
import { Invitation } from './invitation/invitation.entity.ts';
import { Passkey } from './passkey/passkey.entity.ts';
import { PersonalToken } from './personal-token/personal-token.entity.ts';
import { personalTokenRouter } from './personal-token/personal-token.router.ts';
import { DefaultView, SavedViewRow } from './saved-view/saved-view.entity.ts';
import { savedViewRouter } from './saved-view/saved-view.router.ts';
import { RecoveryCode } from './second-factor/recovery-code.entity.ts';
import { SecurityPolicy } from './second-factor/security-policy.entity.ts';
import { securityPolicyRouter } from './second-factor/security-policy.router.ts';
import { Session } from './session/session.entity.ts';
import { sessionRouter } from './session/session.router.ts';
import { removeSignInLeftovers } from './session/sign-in-left.chore.ts';
import { SignInThrottle } from './session/sign-in-throttle.entity.ts';
import { UsedStep } from './session/used-step.entity.ts';
import { singleSignOnRouter } from './single-sign-on/single-sign-on.router.ts';
import { Staff } from './staff/staff.entity.ts';
import { staffRouter } from './staff/staff.router.ts';

/** The people with a console login, and what they did. */
export const administration = {
  routers: {
    session: sessionRouter,
    account: accountRouter,
    staff: staffRouter,
    securityPolicy: securityPolicyRouter,
    identityProvider: identityProviderRouter,
    singleSignOn: singleSignOnRouter,
    personalToken: personalTokenRouter,
    audit: auditRouter,
    savedView: savedViewRouter,
  },
  entities: [
    Staff,
    Invitation,
    Session,
    SignInThrottle,
    UsedStep,
    RecoveryCode,
    SecurityPolicy,
    Passkey,
    IdentityProvider,
    ProviderDomainRow,
    StaffIdentity,
    PersonalToken,
    AuditEntry,
    AuditHead,
    SavedViewRow,
    DefaultView,
  ],
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
