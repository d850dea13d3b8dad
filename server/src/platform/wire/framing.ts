/** Where the body of an answer ends: RFC 9112, 6.3. */
export type Framing =
  | {
      kind: 'chunked' | 'until-close' | 'length';
      length: number;
      /** Whether the answer said it in a way by which the next one on the connection could be mistaken. */
      isOdd: boolean;
      /** Whether the answer said two things: what comes may end in either way. */
      isUnsure: boolean;
    }
  | { kind: 'faulty'; reason: string };

const lengthPattern = /^\d{1,15}$/;

const listOf = (header: string | undefined): string[] =>
  header === undefined ? [] : header.split(',').map((part) => part.trim());

const whole = (length: number, isOdd: boolean): Framing => ({
  kind: 'length',
  length,
  isOdd,
  isUnsure: false,
});

/** How many bytes a body of a known length has. */
export const lengthOf = (framing: Framing): number => (framing.kind === 'length' ? framing.length : 0);

const byLength = (lengths: string[], isOdd: boolean): Framing => {
  const [first = '', ...others] = [...new Set(lengths)];
  const wrong = lengths.find((length) => !lengthPattern.test(length));
  if (wrong !== undefined)
    return {
      kind: 'faulty',
      reason: `The answer has a Content-Length that is no number: “${wrong.slice(0, 40)}”.`,
    };
  if (others.length > 0)
    return {
      kind: 'faulty',
      reason: `The answer has two different lengths, Content-Length ${first} and ${others[0] ?? ''}.`,
    };
  return whole(Number(first), isOdd || lengths.length > 1);
};

/** Says where the body of an answer to a POST ends. */
export const framingOf = (status: number, headers: ReadonlyMap<string, string>): Framing => {
  const lengths = listOf(headers.get('content-length'));
  const codings = listOf(headers.get('transfer-encoding')).map((coding) => coding.toLowerCase());
  // These have no body, whatever their headers say.
  if (status === 101) return whole(0, true);
  if (status === 204 || status === 304)
    return whole(0, codings.length > 0 || lengths.some((length) => length !== '0'));
  if (codings.at(-1) === 'chunked') {
    const isOdd = codings.length > 1 || lengths.length > 0;
    return { kind: 'chunked', length: 0, isOdd, isUnsure: lengths.length > 0 };
  }
  if (lengths.length > 0) return byLength(lengths, codings.length > 0);
  return { kind: 'until-close', length: 0, isOdd: true, isUnsure: true };
};
