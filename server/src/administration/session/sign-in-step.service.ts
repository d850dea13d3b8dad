import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/sql';
import { minuteMs } from '@parley/shared/words/time';
import { z } from 'zod';
import type { Parts } from '../../platform/process/parts.ts';
import { Problem } from '../../platform/request/problem.ts';

const holdsMs = 10 * minuteMs;
const purpose = 'sign-in step';

const base = { id: z.string(), expiresAt: z.number() };

/** A sign-in by a provider that Parley's own second factor is asked of. */
const ByProvider = z.object({ id: z.string(), staffId: z.string() });
export type ByProvider = z.infer<typeof ByProvider>;

/** What a browser carries from one step of a sign-in to the next. */
const Step = z.discriminatedUnion('kind', [
  /** The password was right, or the provider has answered. `password` is the hash of the one that is set. */
  z.object({
    ...base,
    kind: z.literal('second_factor'),
    staffId: z.string(),
    password: z.string(),
    provider: ByProvider.optional(),
  }),
  z.object({ ...base, kind: z.literal('passkey'), challenge: z.string(), provider: ByProvider.optional() }),
  z.object({ ...base, kind: z.literal('passkey_registration'), staffId: z.string(), challenge: z.string() }),
  /** The browser was sent to a provider. `session` is the hash of the session that asked, where one has to be the same. */
  z.object({
    ...base,
    kind: z.literal('provider'),
    purpose: z.enum(['sign_in', 'confirm', 'try']),
    providerId: z.string(),
    state: z.string(),
    nonce: z.string(),
    verifier: z.string(),
    beganAt: z.number(),
    session: z.string().nullable(),
    returnTo: z.string().nullable(),
  }),
]);
type Step = z.infer<typeof Step>;
type Kind = Step['kind'];
type Of<Name extends Kind> = Extract<Step, { kind: Name }>;
type Unstamped<Some> = Some extends Step ? Omit<Some, 'id' | 'expiresAt'> : never;

const cookieNameOf = ({ publicUrl }: Pick<Parts, 'publicUrl'>): string =>
  publicUrl.startsWith('https:') ? '__Host-parley_step' : 'parley_step';

const cookieOf = (parts: Pick<Parts, 'publicUrl'>, value: string, maxAge: number): string =>
  [
    `${cookieNameOf(parts)}=${value}`,
    'HttpOnly',
    `Max-Age=${maxAge}`,
    'Path=/',
    'SameSite=Lax',
    ...(parts.publicUrl.startsWith('https:') ? ['Secure'] : []),
  ].join('; ');

/**
 * The cookie of a step that was begun: sealed, for ten minutes. Nothing is written for it, so strangers who begin steps and
 * finish none fill no table.
 */
export const stepCookie = (parts: Parts, step: Unstamped<Step>): string => {
  const stamped = { ...step, id: randomUUID(), expiresAt: parts.now().getTime() + holdsMs };
  return cookieOf(parts, parts.box.seal(JSON.stringify(stamped), purpose), holdsMs / 1000);
};

/** Removes the cookie of a step from the browser. */
export const blankStepCookie = (parts: Pick<Parts, 'publicUrl'>): string => cookieOf(parts, '', 0);

const ended = () => new Problem('session.step_ended');

const sealedIn = (parts: Parts, cookies: string | undefined): string | undefined => {
  const start = `${cookieNameOf(parts)}=`;
  return cookies
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(start))
    ?.slice(start.length);
};

/** The step of this kind that the browser carries. Throws `session.step_ended`: without one, later, or of another kind. */
export const openStep = <Name extends Kind>(
  parts: Parts,
  cookies: string | undefined,
  kind: Name,
): Of<Name> => {
  const sealed = sealedIn(parts, cookies);
  if (!sealed) throw ended();
  const step = readStep(parts, sealed);
  if (!isOf(step, kind) || step.expiresAt <= parts.now().getTime()) throw ended();
  return step;
};

/** The same, where it may not be there. */
export const findStep = <Name extends Kind>(
  parts: Parts,
  cookies: string | undefined,
  kind: Name,
): Of<Name> | null => {
  try {
    return openStep(parts, cookies, kind);
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
};

const isOf = <Name extends Kind>(step: Step, kind: Name): step is Of<Name> => step.kind === kind;

const readStep = (parts: Parts, sealed: string): Step => {
  try {
    return Step.parse(JSON.parse(parts.box.open(sealed, purpose)));
  } catch {
    throw ended();
  }
};

/** Finishes a step in the transaction of what it leads to: a second time it throws `session.step_ended`, on any process. */
export const finishStep = async (
  tx: EntityManager,
  { id, expiresAt }: { id: string; expiresAt: number },
): Promise<void> => {
  const rows: unknown = await tx
    .getConnection()
    .execute(
      'insert into used_step (id, expires_at) values (?, ?) on conflict (id) do nothing returning id',
      [id, expiresAt],
      'all',
      tx.getTransactionContext(),
    );
  if (!Array.isArray(rows) || rows.length === 0) throw ended();
};
