import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One guard that is removed: in this file these characters become others. */
export interface Mutant {
  /** `file:line`, and what was removed there. */
  name: string;
  /** Below `server/src`. */
  file: string;
  start: number;
  end: number;
  instead: string;
  /** Where its removal shows: by tokens, by people, or by whose rows are found. */
  shows: Stage;
}

/** A part of the walk. */
export type Stage = 'tokens' | 'people' | 'rows';

const root = join(import.meta.dirname, '../..');

/** Where it is decided who calls and whether they may: every refusal in them is a guard. */
const guardFiles = [
  'platform/guard/guard.ts',
  'platform/secret/jwt.ts',
  'doors/context.ts',
  'access/decision/credential.ts',
  'access/decision/decision.service.ts',
  'access/api-key/key-ring.service.ts',
  'access/token/token-ring.service.ts',
  'access/issuer/foreign-tokens.service.ts',
  'access/plan/plan-ring.service.ts',
  'administration/personal-token/personal-token.service.ts',
];

/** Of a file that does more: from here on. */
const beginsAt: Readonly<Record<string, string>> = {
  'administration/personal-token/personal-token.service.ts': 'export const principalOfToken',
};

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const showsIn = (file: string): Stage => {
  if (file.startsWith('administration/') || file.startsWith('platform/guard/')) return 'people';
  return file.endsWith('.entity.ts') || file.endsWith('/principal.ts') ? 'rows' : 'tokens';
};

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;

/** The end of what opens at this place, by its brackets. */
const closingOf = (text: string, open: number): number => {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if ('([{'.includes(text.charAt(at))) depth += 1;
    if (')]}'.includes(text.charAt(at))) depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error('A bracket without an end.');
};

/** What refuses: the rest of a statement after its condition. */
const refuses =
  /^\s*(?:\{\s*)?(?:throw (?!error\b|new Error)|return (?:invalid\(|anyone\(new |examination\.refused|\{\s*(?:principal|holder|reason|refusal)\b[^}]*(?:reason|refusal)))/;

const refusalsOf = (file: string): Mutant[] => {
  const text = read(file);
  return [...text.matchAll(/\bif \(/g)].flatMap(({ index }) => {
    if (index < text.indexOf(beginsAt[file] ?? '')) return [];
    const open = index + 3;
    const close = closingOf(text, open);
    if (!refuses.test(text.slice(close + 1))) return [];
    const condition = text.slice(open + 1, close);
    const name = `${file}:${lineOf(text, index)} if (${condition.replaceAll(/\s+/g, ' ')})`;
    return [
      { name, file, start: open + 1, end: close, instead: `false && (${condition})`, shows: showsIn(file) },
    ];
  });
};

/** Whose rows a query finds: each filter, by itself. */
const filtersOf = (file: string): Mutant[] => {
  const text = read(file);
  return [...text.matchAll(/filters: (ownedBy\(|staffOnly)/g)].map(({ 0: found, index }) => {
    const start = index + 'filters: '.length;
    const end = found.endsWith('(') ? closingOf(text, index + found.length - 1) + 1 : index + found.length;
    const name = `${file}:${lineOf(text, index)} the rows of everybody`;
    return {
      name,
      file,
      start,
      end,
      instead: found.endsWith('(') ? 'ownedBy(() => ({}))' : '{}',
      shows: showsIn(file),
    };
  });
};

const once = (file: string, found: string, instead: string): Mutant => {
  const text = read(file);
  const start = text.indexOf(found);
  if (start < 0 || text.includes(found, start + 1))
    throw new Error(
      `${file} has ${start < 0 ? 'no' : 'more than one'} \`${found}\`: the guard moved, say where.`,
    );
  return {
    name: `${file}:${lineOf(text, start)} ${found.split('\n', 1)[0]}`,
    file,
    start,
    end: start + found.length,
    instead,
    shows: showsIn(file),
  };
};

/** Guards that are no `if` before a refusal. */
const others = (): Mutant[] => [
  once('platform/guard/guard.ts', '  assertScope(principal, access);\n', ''),
  once('platform/guard/guard.ts', '  if (isDangerous) assertConfirmed(principal, now);\n', ''),
  once(
    'platform/guard/guard.ts',
    "principal.kind === 'staff' && !principal.token) return",
    "principal.kind === 'staff') return",
  ),
  once(
    'platform/guard/guard.ts',
    "    throw new Problem('auth.required', { detail: 'Sign in to the console for this.' });",
    '    return;',
  ),
  once(
    'access/decision/decision.service.ts',
    "    this.#principal = { kind: 'anyone', refusal: refusal.problem };\n",
    '    this.#principal = this.#proof.principal ?? this.#principal;\n',
  ),
  once(
    'access/decision/decision.service.ts',
    '    this.#principal = held.principal;\n',
    '    this.#principal = principal;\n',
  ),
  once('access/decision/decision.service.ts', 'proof.principal && !proof.refusal', 'proof.principal'),
  once(
    'doors/context.ts',
    '  const found = header === undefined ? null : await principalOfCookie(parts, header);\n  if (!found)',
    '  const found = header === undefined ? null : await principalOfCookie(parts, header);\n  if (!found && false)',
  ),
  once('doors/context.ts', '!own.includes(origin) || !verifyRequestOrigin(origin, own)', 'false'),
  once('access/api-key/key-ring.service.ts', "row.consumer_status === 'active' ? null : 'suspended'", 'null'),
  once(
    'access/api-key/key-ring.service.ts',
    "row.revoked_at === null ? suspension : 'revoked'",
    'suspension',
  ),
  once('access/token/token-ring.service.ts', '    await assertSigned(jwt, key);\n', ''),
  once(
    'access/plan/network.service.ts',
    'if (peer === null || !ipaddr.isValid(peer)) return false;',
    'return true;',
  ),
  once(
    'access/token/token-ring.service.ts',
    'own.scopes.filter((scope) => granted.includes(scope))',
    'own.scopes',
  ),
  once(
    'access/token/token-ring.service.ts',
    'verdict.holder && verdict.holder.endsAt <= now',
    'verdict.holder && false',
  ),
  once(
    'access/issuer/foreign-tokens.service.ts',
    '    if (!isKnown) await this.#assertByOneOf(holding, jwt);\n',
    '',
  ),
  once(
    'access/issuer/claims.ts',
    'scopes.includes(scope) && !staffOnlyScopes.includes(scope)',
    '!staffOnlyScopes.includes(scope)',
  ),
  once(
    'access/issuer/claims.ts',
    'scopes.includes(scope) && !staffOnlyScopes.includes(scope)',
    'scopes.includes(scope)',
  ),
  once('access/plan/plan-ring.service.ts', '[...held].filter((scope) => holds(allowed, scope))', 'held'),
  once(
    'platform/secret/jwt.ts',
    '    await compactVerify(text, await importOnce(jwk, alg), { algorithms: [alg] });\n',
    '',
  ),
  once(
    'administration/personal-token/personal-token.service.ts',
    'scopesIn(token).filter((scope) => ofRole.has(scope))',
    'scopesIn(token)',
  ),
  once('administration/personal-token/personal-token.service.ts', 'lacks ? [] : ', ''),
  once(
    'administration/session/session-principal.service.ts',
    '(await lacksSecondFactor(em, staff, session.isByPasskey || session.hasTwoFactors))',
    'false',
  ),
  once(
    'administration/session/session-principal.service.ts',
    '{ id: session.userId, disabledAt: null }',
    '{ id: session.userId }',
  ),
  once(
    'platform/request/principal.ts',
    'return { everyone: false, consumerId: principal.consumerId, environment: principal.environment };',
    'return everyone;',
  ),
];

/** Every guard that may be removed, one at a time. */
export const allMutants = (): Mutant[] => [
  ...guardFiles.flatMap(refusalsOf),
  ...others(),
  ...globSync('**/*.entity.ts', { cwd: root }).toSorted().flatMap(filtersOf),
];

/** The text of a file without one guard. */
export const withMutant = (text: string, { start, end, instead }: Mutant): string =>
  text.slice(0, start) + instead + text.slice(end);
