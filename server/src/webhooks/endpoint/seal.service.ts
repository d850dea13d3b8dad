import type { EntityManager } from '@mikro-orm/sql';
import { EndpointWithSecret } from '@parley/shared/webhooks/endpoint';
import type { Act } from '../../platform/guard/act.ts';
import type { SecretBox } from '../../platform/secret/secret.ts';
import { Endpoint } from './endpoint.entity.ts';

/**
 * The names under which what an endpoint keeps secret is sealed: a box that was moved to another endpoint or column does
 * not open. Databases hold boxes under these names, so they never change.
 */
const sealOf = (endpoint: { id: string }) => ({
  secret: `endpoint ${endpoint.id} secret`,
  headers: `endpoint ${endpoint.id} headers`,
  signingKey: `endpoint ${endpoint.id} signing key`,
});

type Part = keyof ReturnType<typeof sealOf>;

/** Seals what this endpoint keeps secret. */
export const sealFor = (box: SecretBox, endpoint: { id: string }, part: Part, plain: string): string =>
  box.seal(plain, sealOf(endpoint)[part]);

/** Opens what {@link sealFor} sealed. Throws for a box of another endpoint, part or master key. */
export const openFor = (box: SecretBox, endpoint: { id: string }, part: Part, sealed: string): string =>
  box.open(sealed, sealOf(endpoint)[part]);

/** A box that databases have held from the first version on, by which a master key is known. */
export const sealedProof = {
  table: 'endpoint',
  sql: 'select id, secret_box as box from endpoint limit 1',
  purposeOf: (id: string): string => sealOf({ id }).secret,
};

/** Whether a kept answer with a signing secret may still be shown: the endpoint is there, and the secret still signs. */
export const isSecretStillGood = async ({ em, parts }: Act & { em: EntityManager }, answer: unknown) => {
  const kept = EndpointWithSecret.safeParse(answer);
  if (!kept.success) return false;
  const { id, secret } = kept.data;
  const endpoint = await em.findOne(Endpoint, { id, removedAt: null });
  if (!endpoint) return false;
  const { secretBox, previousSecretBox, previousSecretExpiresAt } = endpoint;
  const isInOverlap = previousSecretExpiresAt && previousSecretExpiresAt > parts.now();
  const boxes = [secretBox, ...(previousSecretBox && isInOverlap ? [previousSecretBox] : [])];
  return boxes.some((box) => openFor(parts.box, endpoint, 'secret', box) === secret);
};
