import type { SignatureCheckPart, SignatureFaultCode } from '@parley/shared/webhooks/signature-check';

/** One thing that is wrong with a request. */
export interface Fault {
  check: SignatureCheckPart;
  code: SignatureFaultCode;
  message: string;
  fix: string;
}

/** What may stand at one place of the signature, and what would be wrong with the request if it did. */
export interface Candidate<Value> {
  value: Value;
  fault: Fault | null;
  /** 0: as it should be. 1: combined with one more oddity. 2: considered only where all else is as it should be. */
  weight: 0 | 1 | 2;
}

/** What is right: the value as it stands. */
export const right = <Value>(value: Value): Candidate<Value> => ({ value, fault: null, weight: 0 });
