import { defineEntity, p } from '@mikro-orm/core';
import { staffOnly } from '../../platform/database/owner.ts';
import { Staff } from '../staff/staff.entity.ts';

const SessionSchema = defineEntity({
  name: 'Session',
  filters: staffOnly,
  properties: {
    /** SHA-256 of the session id in the cookie: the table alone opens nothing. */
    id: p.string().length(64).primary(),
    staff: () => p.manyToOne(Staff).deleteRule('cascade'),
    expiresAt: p.datetime(3),
    createdAt: p.datetime(3),
    /** When its owner last showed that it is them: at the sign-in, and again for what is dangerous. */
    confirmedAt: p.datetime(3).nullable(),
    /** Whether it was begun with a passkey, which is two factors by itself. */
    isByPasskey: p.boolean().default(false),
    /** The identity provider that it was begun by. Such a session ends at a fixed time, however it is used. */
    providerId: p.string().length(40).nullable().index(),
    /** Whether that was of two factors there. */
    hasTwoFactors: p.boolean().default(false),
    /** What the browser called itself, and from where it came, when it signed in: so that its owner knows it again. */
    agent: p.string().length(256).nullable(),
    peer: p.string().length(64).nullable(),
  },
});

/** A signed-in browser. */
export class Session extends SessionSchema.class {}
SessionSchema.setClass(Session);
