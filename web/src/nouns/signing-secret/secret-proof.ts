/** What is known of a signing secret, in ISO 8601; `null` for never. */
export interface SecretLife {
  /** When it was set, by a rotation or with its endpoint. */
  setAt: string;
  /** Whether another one was there before. */
  isRotated: boolean;
  /** Until when the one before signs or signed as well; `null` when it stopped at once. */
  overlapUntil: string | null;
  lastSuccessAt: string | null;
  lastFailureAt: string | null;
}

/** Whether the receiver took a secret: only a success that it alone signed says so. */
export type SecretProof = 'taken' | 'both_sign' | 'not_seen' | 'refused';

const after = (one: string | null, other: string): boolean =>
  one !== null && Date.parse(one) > Date.parse(other);

/**
 * What the deliveries say of a secret at `now`. While two sign, a success does not say which of the two the receiver
 * checked; from then on each success was signed by the new one alone.
 */
export function proofOf(
  { setAt, overlapUntil, lastSuccessAt, lastFailureAt }: SecretLife,
  now: Date,
): SecretProof {
  if (overlapUntil !== null && Date.parse(overlapUntil) > now.getTime()) return 'both_sign';
  const alone = overlapUntil ?? setAt;
  if (after(lastSuccessAt, alone)) return 'taken';
  return after(lastFailureAt, alone) ? 'refused' : 'not_seen';
}
