import type { IncomingHttpHeaders } from 'node:http';
import { diagnose } from '../../webhooks/signature-check/diagnosis.ts';
import { readHeaders } from '../../webhooks/signature-check/received-headers.ts';
import { Unusable } from '../check/unusable.ts';

/** Whether a webhook is what it says. `isVerified` is `null` where nothing was given to verify with. */
export interface Verdict {
  isVerified: boolean | null;
  /** What was found, and what to do about it; at least one sentence. */
  reasons: readonly string[];
}

/** Refuses what can be no signing secret. */
export const assertSecrets = (secrets: readonly string[]): void => {
  for (const secret of secrets)
    if (!/^wh(?:sec|pk)_[A-Za-z0-9+/]{16,}={0,2}$/.test(secret))
      throw new Unusable('A signing secret begins with whsec_, a public key with whpk_, and base64 follows.');
};

const headersOf = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );

/** Judges a webhook as a receiver has to. Standard Webhooks, "Verifying webhook authenticity". */
export const judge = (
  secrets: readonly string[],
  headers: IncomingHttpHeaders,
  body: Buffer,
  now: Date,
): Verdict => {
  if (secrets.length === 0)
    return {
      isVerified: null,
      reasons: ['Nothing to verify with: give the secret of the endpoint with --secret.'],
    };
  const { verdict, headline, findings } = diagnose({
    headers: readHeaders(headersOf(headers)),
    body,
    receivedAt: now,
    now,
    pasted: null,
    secrets: secrets
      .filter((text) => text.startsWith('whsec_'))
      .map((text) => ({ text, owner: { kind: 'current' } })),
    publicKey: secrets.find((text) => text.startsWith('whpk_')) ?? null,
    sent: null,
    otherIds: [],
  });
  const faults = findings.filter(({ ok }) => !ok).map(({ message, fix }) => `${message} ${fix ?? ''}`.trim());
  return { isVerified: verdict === 'valid', reasons: [headline, ...faults] };
};
