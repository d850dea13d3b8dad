import type { EntityManager } from '@mikro-orm/sql';
import type { AccountSecurity } from '@parley/shared/administration/second-factor';
import type { Act } from '../../platform/guard/act.ts';
import { staffIdOf } from '../../platform/request/principal.ts';
import { listPasskeys, passkeyOriginOf } from '../passkey/passkey.service.ts';
import { countRecoveryCodes } from '../second-factor/recovery-code.service.ts';
import { isSecondFactorRequired } from '../second-factor/security-policy.service.ts';
import { Staff } from '../staff/staff.entity.ts';

/** How the account of who asks is protected. */
export const viewAccountSecurity = async (
  em: EntityManager,
  { parts, caller }: Act,
): Promise<AccountSecurity> => {
  const staff = await em.findOneOrFail(Staff, { id: staffIdOf(caller) });
  return {
    hasPassword: Boolean(staff.passwordHash),
    hasApp: Boolean(staff.totpSecret),
    passkeys: await listPasskeys(em, staff.id),
    recoveryCodesLeft: await countRecoveryCodes(em, staff.id),
    isRequired: await isSecondFactorRequired(em),
    passkeysAt: passkeyOriginOf(parts),
  };
};
