import type { JWK } from 'jose';
import { isObject, type JsonObject, parseJson } from '../../platform/request/json.ts';
import { Problem } from '../../platform/request/problem.ts';
import { readPublicKey } from '../../platform/secret/public-key.ts';
import type { Outcome } from '../../platform/outbound/outbound-fetch.ts';

/** Why a document of an issuer cannot be used. The message is for the people who trust it. */
export class DocumentFault extends Error {}

/** Outbound calls read no more of an answer. */
const bytesMax = 64 * 1024;
const keysMax = 50;
const curves = ['P-256', 'P-384', 'P-521', 'Ed25519'];

/** The JSON object that came of a call. */
export const readDocument = (url: string, outcome: Outcome): JsonObject => {
  if (outcome.kind !== 'answered') throw new DocumentFault(`${url}: ${outcome.reason}`);
  if (outcome.status !== 200) throw new DocumentFault(`${url} answered ${outcome.status}.`);
  if (outcome.body.length >= bytesMax) throw new DocumentFault(`${url} answered with 64 KiB or more.`);
  try {
    const value = parseJson(outcome.body);
    if (isObject(value)) return value;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
  throw new DocumentFault(`${url} answered with no JSON object.`);
};

/** Of a set of keys those that signatures can be verified with. Throws when there are none. */
export const readKeySet = (url: string, document: JsonObject): JWK[] => {
  const { keys } = document;
  if (!Array.isArray(keys)) throw new DocumentFault(`${url} holds no list of \`keys\`.`);
  const usable = keys.slice(0, keysMax).flatMap((key) => {
    const read = readPublicKey(key, curves);
    return 'key' in read && (read.key.use ?? 'sig') === 'sig' ? [read.key] : [];
  });
  if (usable.length === 0) throw new DocumentFault(`${url} holds no public key that can be used.`);
  return usable;
};
