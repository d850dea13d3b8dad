import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import type { Limit } from '@parley/shared/access/limit';
import type { Scope } from '@parley/shared/scope';
import type { Environment } from '@parley/shared/words/environment';
import type { ApiKeysImported, ImportApiKeys, ImportedKey } from '@parley/shared/access/key-import';
import { recordAudit } from '../../administration/audit/audit.service.ts';
import type { Act } from '../../platform/guard/act.ts';
import { newId } from '../../platform/secret/id.ts';
import { ApiKey } from '../api-key/api-key.entity.ts';
import type { KeyRing } from '../api-key/key-ring.service.ts';
import { assertMayGrant, boundsOf, endWithin, type Holder, holdOwnKey } from '../api-key/key-tree.service.ts';
import type { Consumer } from '../consumer/consumer.entity.ts';
import { placeOf } from '../consumer/consumer.service.ts';
import { assertWithinPlan } from '../plan/plan.service.ts';
import { hashOf } from './hash-of-export.ts';

type Refused = ApiKeysImported['refused'][number];
type Taken = { index: number; entry: ImportedKey; hash: string; expiresAt: Date | null };

const endOf = ({ expires }: ImportedKey): Date | null | undefined => {
  if (expires === undefined || expires === null) return null;
  const end = new Date(expires);
  return Number.isNaN(end.getTime()) ? undefined : end;
};

const read = (entry: ImportedKey, index: number, now: Date): Taken | Refused => {
  const found = hashOf(entry);
  if ('refusal' in found) return { index, reason: found.refusal, message: found.message };
  if (entry.enabled === false)
    return { index, reason: 'disabled', message: 'It was disabled where it came from.' };
  const expiresAt = endOf(entry);
  if (expiresAt === undefined || (expiresAt !== null && expiresAt <= now))
    return { index, reason: 'expired', message: 'It has ended, or its end cannot be read.' };
  return { index, entry, hash: found.hash, expiresAt };
};

const isTaken = (one: Taken | Refused): one is Taken => 'hash' in one;

/** One of each hash, and none that is here already. */
const splitKnown = async (
  tx: EntityManager,
  taken: readonly Taken[],
): Promise<{ fresh: Taken[]; known: Refused[] }> => {
  const rows = await tx.find(
    ApiKey,
    { secretHash: { $in: taken.map(({ hash }) => hash) } },
    { filters: { owner: false } },
  );
  const seen = new Set(rows.map(({ secretHash }) => secretHash));
  const fresh: Taken[] = [];
  const known: Refused[] = [];
  for (const one of taken) {
    if (seen.has(one.hash))
      known.push({ index: one.index, reason: 'exists', message: 'A key with this hash is here.' });
    else fresh.push(one);
    seen.add(one.hash);
  }
  return { fresh, known };
};

interface Place {
  consumer: Consumer;
  environment: Environment;
  held: { scopes: Scope[]; networks: string[]; limits: Limit[] };
  maker: Holder | null;
  now: Date;
}

const createKey = (
  tx: EntityManager,
  { entry, hash, expiresAt }: Taken,
  input: ImportApiKeys,
  { consumer, environment, held, maker, now }: Place,
): ApiKey =>
  tx.create(ApiKey, {
    id: newId('key', now.getTime()),
    consumer,
    environment,
    name: (entry.name ?? '').trim().slice(0, 100) || input.name,
    scopes: held.scopes,
    networks: held.networks.length > 0 ? held.networks : null,
    limits: held.limits.length > 0 ? held.limits : null,
    metadata: entry.id === undefined ? null : { [`${input.from}Id`]: entry.id },
    importedFrom: input.from,
    secretHash: hash,
    hint: entry.start ? `${entry.start.slice(0, 58)}…` : `${input.from} …`,
    createdAt: now,
    expiresAt: endWithin(maker, expiresAt),
    revokedAt: null,
    successorId: null,
    lastUsedAt: null,
    createdByKeyId: maker?.id ?? null,
    parentKeyId: maker?.id ?? null,
  });

const importInto = async (
  tx: EntityManager,
  { parts, caller }: Act,
  input: ImportApiKeys,
): Promise<ApiKeysImported> => {
  const now = parts.now();
  const entries = input.keys.map((entry, index) => read(entry, index, now));
  const scopes = [...new Set(input.scopes)];
  const maker = await holdOwnKey(tx, caller, now);
  const { consumer, environment } = await placeOf(tx, caller, input);
  assertMayGrant(caller, scopes);
  const held = { scopes, ...boundsOf(maker) };
  await assertWithinPlan(tx, { consumerId: consumer.id, environment }, held);
  const { fresh, known } = await splitKnown(tx, entries.filter(isTaken));
  const imported = fresh.map((taken) => {
    const { id, name } = createKey(tx, taken, input, { consumer, environment, held, maker, now });
    return { index: taken.index, id, name };
  });
  await tx.flush();
  await recordAudit(tx, caller, {
    action: 'api_key.import',
    targetId: consumer.id,
    consumerId: consumer.id,
    environment,
    changes: {
      from: { after: input.from },
      scopes: { after: scopes },
      keys: { after: imported.slice(0, 100).map(({ id }) => id) },
      imported: { after: imported.length },
    },
    at: now,
  });
  const refused = entries.flatMap((one) => (isTaken(one) ? [] : [one]));
  return { imported, refused: [...refused, ...known].toSorted((a, b) => a.index - b.index) };
};

/**
 * Takes keys of another key manager over by their hashes: whoever holds them goes on using them. All in one transaction; entries
 * that cannot be taken are named with the reason and stop no others. Again it finds them here already.
 */
export const importApiKeys = async (
  em: EntityManager,
  act: Act & { keyRing: KeyRing },
  input: ImportApiKeys,
): Promise<ApiKeysImported> => {
  const attempt = async () => em.transactional(async (tx) => importInto(tx, act, input));
  const result = await attempt().catch((error: unknown) => {
    // Somebody else imported one of them at the same moment: it is here now, and is found.
    if (error instanceof UniqueConstraintViolationException) return attempt();
    throw error;
  });
  act.keyRing.forget();
  return result;
};
