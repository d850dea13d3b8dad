import type { EntityManager } from '@mikro-orm/sql';
import type { SecurityPolicyView, UpdateSecurityPolicy } from '@parley/shared/administration/second-factor';
import { lockAlone } from '../../platform/database/lock-row.ts';
import type { Act } from '../../platform/guard/act.ts';
import { assertOwner } from '../../platform/request/principal.ts';
import { changesBetween, recordAudit } from '../audit/audit.service.ts';
import { SecurityPolicy } from './security-policy.entity.ts';

const findPolicy = async (em: EntityManager): Promise<SecurityPolicy | null> =>
  em.findOne(SecurityPolicy, { id: 1 });

const viewPolicy = (policy: SecurityPolicy | null): SecurityPolicyView => ({
  secondFactorRequired: policy?.secondFactorRequired ?? false,
});

/** Whether everybody who signs in with a password needs a second factor. */
export const isSecondFactorRequired = async (em: EntityManager): Promise<boolean> =>
  viewPolicy(await findPolicy(em)).secondFactorRequired;

/** What this installation asks of everybody who signs in. */
export const getSecurityPolicy = async (em: EntityManager): Promise<SecurityPolicyView> =>
  viewPolicy(await findPolicy(em));

/** Changes what is asked of everybody; holds from the next request on, for those who are signed in as well. Owners only. */
export const updateSecurityPolicy = async (
  em: EntityManager,
  { parts, caller }: Act,
  input: UpdateSecurityPolicy,
): Promise<SecurityPolicyView> => {
  assertOwner(caller, 'Only an owner can change what is asked of everybody.');
  return em.transactional(async (tx) => {
    await lockAlone(tx, 'staff');
    const policy = await findPolicy(tx);
    const changes = changesBetween({ ...viewPolicy(policy) }, { ...input });
    if (policy) tx.assign(policy, input);
    else tx.create(SecurityPolicy, { id: 1, ...input });
    await tx.flush();
    if (Object.keys(changes).length > 0)
      await recordAudit(tx, caller, { action: 'security_policy.update', changes, at: parts.now() });
    return { ...input };
  });
};
