import type { ProviderDomain, ProviderRole } from '@parley/shared/administration/identity-provider';
import type { SignOnStep } from '@parley/shared/administration/single-sign-on';
import { problems } from '@parley/shared/problem';
import { Role } from '@parley/shared/scope';
import { emailAddress } from '@parley/shared/words/email';
import { claimAt } from '../../platform/request/claim.ts';
import type { JsonObject } from '../../platform/request/json.ts';
import { Problem } from '../../platform/request/problem.ts';
import { domainOf } from '../identity-provider/sso-only.service.ts';

/** What a provider was told to be. */
export interface Vouching {
  name: string;
  groupClaim: string;
  roles: readonly ProviderRole[];
  domains: readonly ProviderDomain[];
  vouchesForEmail: boolean;
  vouchesForSecondFactor: boolean;
}

/** What the claims of a person come to. */
export interface Verdict {
  steps: SignOnStep[];
  subject: string;
  email: string | null;
  /** What the person calls themselves. */
  name: string | null;
  role: Role | null;
  hasTwoFactors: boolean;
  /** When the person showed at the provider that it is them, if it says so. */
  authenticatedAt: Date | null;
  /** Why they do not sign in, by their claims alone. */
  problem: Problem | null;
}

const groupsMax = 1000;
const subjectMax = 255;

const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 200);

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return Array.isArray(value)
    ? value.filter((one): one is string => typeof one === 'string').slice(0, groupsMax)
    : [];
};

const roleOf = (groups: readonly string[], roles: readonly ProviderRole[]): Role | null => {
  const held = new Set(groups);
  const fitting = new Set(roles.filter(({ group }) => held.has(group)).map(({ role }) => role));
  return Role.options.find((role) => fitting.has(role)) ?? null;
};

interface Judged {
  text: string;
  problem: Problem | null;
}

const passed = (text: string): Judged => ({ text, problem: null });

/** What stands in the way, and what to do about it, for the person who is refused. */
const refuse = (
  code: 'single_sign_on.email_refused' | 'single_sign_on.domain_refused' | 'single_sign_on.no_role',
  text: string,
): Judged => ({ text, problem: new Problem(code, { detail: `${text} ${problems[code].remedy}` }) });

const emailRefused = (text: string): Judged => refuse('single_sign_on.email_refused', text);

const judgeEmail = (claims: JsonObject, email: string | null, { vouchesForEmail }: Vouching): Judged => {
  if (claims.email === undefined) return emailRefused('The provider sent no e-mail address.');
  if (email === null) return emailRefused('What the provider sent is no e-mail address.');
  if (claims.email_verified === true) return passed(`${email}, which the provider has verified.`);
  if (claims.email_verified === undefined && vouchesForEmail)
    return passed(`${email}, for which the provider vouches.`);
  return emailRefused(`The provider does not say that ${email} is verified.`);
};

const judgeDomain = (email: string, { name, domains }: Vouching): Judged => {
  const domain = domainOf(email);
  if (domains.some((one) => one.domain === domain)) return passed(`${domain} is a domain of ${name}.`);
  return refuse('single_sign_on.domain_refused', `${domain} is no domain of ${name}.`);
};

const judgeRole = (claims: JsonObject, { groupClaim, roles }: Vouching): Judged & { role: Role | null } => {
  const value = claimAt(claims, groupClaim);
  const groups = textsIn(value);
  const role = roleOf(groups, roles);
  if (role) return { ...passed(`By its groups the role is ${role}.`), role };
  const text =
    value === undefined
      ? `The provider sent no groups: there is no claim \`${groupClaim}\`.`
      : `None of the groups ${groups.slice(0, 10).map(shown).join(', ') || '(none)'} has a role in Parley.`;
  return { ...refuse('single_sign_on.no_role', text), role };
};

const emailIn = ({ email }: JsonObject): string | null => emailAddress.safeParse(email).data ?? null;

const nameIn = ({ name }: JsonObject): string | null =>
  typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 100) : null;

/** RFC 8176, 2: `mfa` says that more than one factor was used. */
const saysTwoFactors = ({ amr }: JsonObject): boolean => textsIn(amr).includes('mfa');

const authenticatedAtIn = ({ auth_time: at }: JsonObject): Date | null =>
  typeof at === 'number' && Number.isSafeInteger(at) && at >= 0 && at < 1e11 ? new Date(at * 1000) : null;

/**
 * What the claims of a person come to, step by step up to the first that fails. The signature and what else makes them
 * claims of this provider was looked at before.
 */
export const judgeClaims = (claims: JsonObject, vouching: Vouching): Verdict => {
  const subject = typeof claims.sub === 'string' ? claims.sub : '';
  const verdict: Verdict = {
    steps: [{ step: 'answer', passed: true, text: `${vouching.name} answered, and its signature fits.` }],
    subject,
    email: emailIn(claims),
    name: nameIn(claims),
    role: null,
    hasTwoFactors: vouching.vouchesForSecondFactor || saysTwoFactors(claims),
    authenticatedAt: authenticatedAtIn(claims),
    problem: null,
  };
  const note = (step: SignOnStep['step'], { text, problem }: Judged): boolean => {
    verdict.steps.push({ step, passed: problem === null, text });
    verdict.problem = problem;
    return problem === null;
  };
  if (subject === '' || subject.length > subjectMax) {
    note('account', {
      text: 'The provider names nobody.',
      problem: new Problem('single_sign_on.refused', { detail: 'The provider names nobody.' }),
    });
    return verdict;
  }
  if (!note('email', judgeEmail(claims, verdict.email, vouching))) return verdict;
  if (!note('domain', judgeDomain(verdict.email ?? '', vouching))) return verdict;
  const judged = judgeRole(claims, vouching);
  if (note('role', judged)) verdict.role = judged.role;
  return verdict;
};
