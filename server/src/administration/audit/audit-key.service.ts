import type { EntityManager } from '@mikro-orm/sql';
import type { SecretBox } from '../../platform/secret/secret.ts';

// By the connection, which every entity manager of a database shares: whoever changes something records it with the
// transaction that it has, and need not carry a key for that.
const keys = new WeakMap<object, Buffer>();

/** Says under which key the trail of this database is kept. Once, where its parts are put together. */
export const useAuditKey = (em: EntityManager, box: SecretBox): void => {
  keys.set(em.getConnection(), box.deriveKey('audit trail'));
};

/** The key of the trail of this database. Throws where nobody said one. */
export const auditKeyOf = (em: EntityManager): Buffer => {
  const key = keys.get(em.getConnection());
  if (!key) throw new Error('A database without the key of its audit trail: open it with createParts.');
  return key;
};
