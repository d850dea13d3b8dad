/** Guards that stand behind another one, which refuses the same: removing one alone changes nothing. */
export const equivalents: readonly { part: string; because: string }[] = [
  {
    part: '(!fitsAlgorithm(jwk, alg))',
    because:
      'Whoever verifies takes keys that fit only: ours have one algorithm, those of issuers are found by it.',
  },
  {
    part: '(error instanceof JwtFault)',
    because:
      'The ring that asks makes the same refusal of the fault; what is lost are the steps of a token that is tried.',
  },
];
