import type { EntityManager } from '@mikro-orm/sql';
import { type Adapter, type DatabaseSession, type DatabaseUser, Lucia, TimeSpan } from 'lucia';
import { hourMs } from '@parley/shared/words/time';
import type { Parts } from '../../platform/process/parts.ts';
import { sha256 } from '../../platform/secret/secret.ts';
import { Staff } from '../staff/staff.entity.ts';
import { Session } from './session.entity.ts';

// Lucia hands listed sessions out by their stored id, which here is the hash. The prefix marks such an id; it is accepted
// for deletion and refused as a credential.
const storedPrefix = 'sha256:';
const storedIdOf = (id: string): string =>
  id.startsWith(storedPrefix) ? id.slice(storedPrefix.length) : sha256(id);

/** Which browser signs in, and from where. */
interface SessionOrigin {
  agent: string | null;
  peer: string | null;
  isByPasskey: boolean;
  providerId: string | null;
  hasTwoFactors: boolean;
  confirmedAt: Date | null;
}

const unknownOrigin: SessionOrigin = {
  agent: null,
  peer: null,
  isByPasskey: false,
  providerId: null,
  hasTwoFactors: false,
  confirmedAt: null,
};

/** Who was let go at the provider is out here by then: nothing tells us but the next sign-in. */
const byProviderMs = 12 * hourMs;

class SessionAdapter implements Adapter {
  readonly #em: EntityManager;
  readonly #now: Parts['now'];
  readonly #origin: SessionOrigin;

  constructor(em: EntityManager, now: Parts['now'], origin: SessionOrigin) {
    this.#em = em;
    this.#now = now;
    this.#origin = origin;
  }

  async getSessionAndUser(id: string): Promise<[DatabaseSession | null, DatabaseUser | null]> {
    if (id.startsWith(storedPrefix)) return [null, null];
    const session = await this.#em.findOne(Session, { id: sha256(id) });
    if (!session) return [null, null];
    return [
      { id, userId: session.staff.id, expiresAt: session.expiresAt, attributes: {} },
      { id: session.staff.id, attributes: {} },
    ];
  }

  async getUserSessions(userId: string): Promise<DatabaseSession[]> {
    const sessions = await this.#em.find(Session, { staff: userId });
    return sessions.map((session) => ({
      id: storedPrefix + session.id,
      userId,
      expiresAt: session.expiresAt,
      attributes: {},
    }));
  }

  async setSession(session: DatabaseSession): Promise<void> {
    const now = this.#now();
    this.#em.create(Session, {
      id: sha256(session.id),
      staff: this.#em.getReference(Staff, session.userId),
      expiresAt: this.#origin.providerId ? new Date(now.getTime() + byProviderMs) : session.expiresAt,
      createdAt: now,
      ...this.#origin,
    });
    await this.#em.flush();
  }

  async updateSessionExpiration(id: string, expiresAt: Date): Promise<void> {
    await this.#em.nativeUpdate(Session, { id: storedIdOf(id), providerId: null }, { expiresAt });
  }

  async deleteSession(id: string): Promise<void> {
    await this.#em.nativeDelete(Session, { id: storedIdOf(id) });
  }

  async deleteUserSessions(userId: string): Promise<void> {
    await this.#em.nativeDelete(Session, { staff: userId });
  }

  async deleteExpiredSessions(): Promise<void> {
    await this.#em.nativeDelete(Session, { expiresAt: { $lte: this.#now() } });
  }
}

/**
 * Staff sessions, by Lucia; the only file that knows it. Ids are 40 random letters in the cookie and SHA-256 at rest. A
 * session ends 14 days after its last use; one that a provider began, 12 hours after its beginning. `origin` is kept with each that is created. On https the cookie is `__Host-`, so no other host of the domain can set it.
 */
export const sessionsIn = (
  em: EntityManager,
  { publicUrl, now }: Pick<Parts, 'publicUrl' | 'now'>,
  origin = unknownOrigin,
) => {
  const isSecure = publicUrl.startsWith('https:');
  return new Lucia(new SessionAdapter(em, now, origin), {
    sessionExpiresIn: new TimeSpan(14, 'd'),
    sessionCookie: {
      name: isSecure ? '__Host-parley_session' : 'parley_session',
      attributes: { secure: isSecure, sameSite: 'lax', path: '/' },
    },
  });
};
