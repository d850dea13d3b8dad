import { defineEntity, p } from '@mikro-orm/core';
import { staffOnly } from '../../platform/database/owner.ts';
import { Staff } from '../staff/staff.entity.ts';

const PasskeySchema = defineEntity({
  name: 'Passkey',
  filters: staffOnly,
  properties: {
    id: p.string().length(40).primary(),
    staff: () => p.manyToOne(Staff).deleteRule('cascade'),
    name: p.string().length(100),
    /** As the browser has it, base64url. */
    credentialId: p.string().length(1500).unique(),
    /** COSE, base64url. */
    publicKey: p.text(),
    /** As of the latest use; synced passkeys stay at 0. */
    counter: p.bigint('number').default(0),
    transports: p.string().length(200),
    isSynced: p.boolean(),
    createdAt: p.datetime(3),
    lastUsedAt: p.datetime(3).nullable(),
    /** When its counter fell: there may be a copy of it, and it is not accepted any more. */
    suspectAt: p.datetime(3).nullable(),
  },
});

/** A key of a device or a password manager, by which a person signs in. */
export class Passkey extends PasskeySchema.class {}
PasskeySchema.setClass(Passkey);
