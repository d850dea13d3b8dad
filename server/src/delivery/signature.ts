import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

const prefix = 'whsec_';

/** The key of a `whsec_` secret, prepared once: signing with a `KeyObject` costs a tenth of signing with bytes. */
export const signingKeyOf = (secret: string): KeyObject =>
  createSecretKey(Buffer.from(secret.slice(prefix.length), 'base64'));

/**
 * The value of `webhook-signature`: one `v1,` signature for each key, separated by spaces. During a rotation both secrets
 * sign. Standard Webhooks, "Signature scheme": HMAC-SHA256 over `id.timestamp.body`.
 */
export const sign = (
  keys: readonly KeyObject[],
  id: string,
  timestampSeconds: number,
  body: string,
): string => {
  const content = `${id}.${timestampSeconds}.${body}`;
  return keys.map((key) => `v1,${createHmac('sha256', key).update(content).digest('base64')}`).join(' ');
};
