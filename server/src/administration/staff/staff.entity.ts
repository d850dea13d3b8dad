import { defineEntity, p } from '@mikro-orm/core';
import { Clock } from '@parley/shared/administration/account';
import { Role } from '@parley/shared/scope';
import { staffOnly } from '../../platform/database/owner.ts';

const StaffSchema = defineEntity({
  name: 'Staff',
  filters: staffOnly,
  properties: {
    id: p.string().length(40).primary(),
    email: p.string().length(254).unique(),
    name: p.string().length(100).nullable(),
    role: p.enum(Role.options),
    /** argon2id in PHC form; `null` until the invitation is accepted. */
    passwordHash: p.string().length(255).nullable().hidden(),
    /** Key of the authenticator app, sealed. */
    totpSecret: p.string().length(200).nullable().hidden(),
    /** The step of the latest code that was accepted, in 30 seconds since 1970: no code counts twice. */
    totpStep: p.integer().nullable().hidden(),
    hasPasskey: p.boolean().default(false),
    /** Whether the account is joined to an identity provider, so that its owner needs no password. */
    hasIdentity: p.boolean().default(false),
    /** Whether the latest sign-in by a provider was of two factors there. */
    hasProviderFactor: p.boolean().default(false),
    disabledAt: p.datetime(3).nullable(),
    lastSignedInAt: p.datetime(3).nullable(),
    createdAt: p.datetime(3),
    /** How the person wants the console; without a zone, that of the browser. */
    timeZone: p.string().length(64).nullable(),
    clock: p.enum(Clock.options).default('h24'),
    hasSingleKeys: p.boolean().default(true),
  },
});

/** Whether a person can sign in. */
export const staffStatusOf = ({
  disabledAt,
  passwordHash,
  hasIdentity,
}: {
  disabledAt?: Date | null | undefined;
  passwordHash?: string | null | undefined;
  hasIdentity?: boolean | undefined;
}): 'invited' | 'active' | 'disabled' => {
  if (disabledAt) return 'disabled';
  return passwordHash || hasIdentity ? 'active' : 'invited';
};

/** Whether a person shows more than a password. */
export const hasSecondFactor = ({
  hasPasskey,
  totpSecret,
}: {
  hasPasskey?: boolean | undefined;
  totpSecret?: string | null | undefined;
}): boolean => Boolean(hasPasskey) || Boolean(totpSecret);

/** A person with a console login. */
export class Staff extends StaffSchema.class {
  status(): ReturnType<typeof staffStatusOf> {
    return staffStatusOf(this);
  }

  hasSecondFactor(): boolean {
    return hasSecondFactor(this);
  }
}
StaffSchema.setClass(Staff);
