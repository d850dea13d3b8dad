import type { SignatureCheckPart } from '@parley/shared/webhooks/signature-check';

/** What a signature depends on, in words. */
export const partLabels: Record<SignatureCheckPart | 'unknown', string> = {
  header: 'Headers',
  prefix: 'Form of the signature',
  secret: 'Secret',
  body: 'Body',
  clock: 'Clock',
  unknown: 'Cause not found',
};
