import type { Parts } from '../../platform/process/parts.ts';
import type { KeyRing } from '../api-key/key-ring.service.ts';
import { ForeignTokens } from '../issuer/foreign-tokens.service.ts';
import { IssuerKeys } from '../issuer/issuer-keys.service.ts';
import { SigningKeys } from './signing-keys.service.ts';
import { TokenRing } from './token-ring.service.ts';

/** What a process holds to issue and to verify access tokens. */
export const createTokens = (parts: Parts, keyRing: KeyRing) => {
  const signingKeys = new SigningKeys(parts);
  const issuerKeys = new IssuerKeys(parts);
  const foreignTokens = new ForeignTokens(parts, keyRing, issuerKeys);
  const tokens = new TokenRing(parts, { keyRing, keys: signingKeys, foreign: foreignTokens });
  return { signingKeys, issuerKeys, foreignTokens, tokens };
};
