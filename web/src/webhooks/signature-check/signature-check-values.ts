import { withoutBlanks } from '../../lib/form/form-errors.ts';
import { instantOf } from '../../lib/time/local-time.ts';

/** What stands in the fields. */
export interface SignatureCheckValues extends Record<string, unknown> {
  endpointId: string;
  headers: string;
  body: string;
  bodyEncoding: 'utf8' | 'base64';
  secret: string;
  /** Local time, as `<input type="datetime-local">` has it. */
  receivedAt: string;
}

/** What is sent. The body counts even when it is blank: then that is what was received. */
export function signatureCheckOf({
  body,
  receivedAt,
  ...values
}: SignatureCheckValues): Record<string, unknown> {
  const instant = instantOf(receivedAt);
  return {
    ...withoutBlanks(values),
    body,
    ...(instant && { receivedAt: instant }),
  };
}
