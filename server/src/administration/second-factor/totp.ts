import { Secret, TOTP } from 'otpauth';

const stepSeconds = 30;

const appOf = (secret: Secret, label = ''): TOTP =>
  // What every app understands; others take SHA-256 or eight digits and quietly show wrong codes.
  new TOTP({ issuer: 'Parley', label, algorithm: 'SHA1', digits: 6, period: stepSeconds, secret });

/** A new key of 160 bits, in base32, and the address that an app reads from a QR code. */
export const newTotp = (label: string): { secret: string; uri: string } => {
  const secret = new Secret({ size: 20 });
  return { secret: secret.base32, uri: appOf(secret, label).toString() };
};

/**
 * The step of a code that counts at `now`, or `null`. One step before and after are taken, for clocks differ; a step that is
 * not later than `last` is not, so that a code that somebody saw counts once.
 */
export const totpStepOf = (secret: string, code: string, now: Date, last: number | null): number | null => {
  const app = appOf(Secret.fromBase32(secret));
  const timestamp = now.getTime();
  const delta = app.validate({ token: code, timestamp, window: 1 });
  if (delta === null) return null;
  const step = app.counter({ timestamp }) + delta;
  return last !== null && step <= last ? null : step;
};
