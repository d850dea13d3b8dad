import type { EntityManager } from '@mikro-orm/sql';
import type { IntakeView, SaveIntake } from '@parley/shared/access/intake';
import type { RequirementEntryView } from '@parley/shared/access/requirement-entry';
import { everyone } from '../../platform/database/owner.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import type { Act } from '../../platform/guard/act.ts';
import type { Principal } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { commentRequirement, listRequirementEntries } from '../requirement/requirement-history.service.ts';
import { submitRequirement } from '../requirement/requirement-move.service.ts';
import { getRequirement, updateRequirement } from '../requirement/requirement.service.ts';
import { IntakeLink } from './intake-link.entity.ts';

/** How often a link is written by: weeks of saving, and an end for who saves without one. */
const writesMax = 2000;
const entriesShown = 200;

type Integrator = Extract<Principal, { kind: 'integrator' }>;

const integratorOf = ({ principal }: Act['caller']): Integrator => {
  if (principal.kind !== 'integrator') throw new Problem('auth.required');
  return principal;
};

const keyOf = ({ consumerId, requirementId }: Integrator) => ({ consumerId, id: requirementId });

/** Whoever of us did it is nobody's business outside. */
const withoutNames = (entry: RequirementEntryView): RequirementEntryView => ({
  ...entry,
  author: { kind: entry.author.kind, name: null },
});

/** What an integrator sees: its requirement, what was done with it and said of it, and nothing else. */
const view = async (em: EntityManager, integrator: Integrator): Promise<IntakeView> => {
  const key = keyOf(integrator);
  const link = await em.findOneOrFail(IntakeLink, { id: integrator.linkId });
  const { items } = await listRequirementEntries(em, { ...key, limit: entriesShown });
  return {
    consumerName: integrator.name,
    requirement: await getRequirement(em, key),
    entries: items.map(withoutNames),
    endsAt: (link.endsAt ?? link.openBefore).toISOString(),
  };
};

/** Reads what a link is for. */
export const getIntake = async ({ parts, caller }: Act): Promise<IntakeView> =>
  view(parts.openEm(everyone), integratorOf(caller));

/** Does something by a link that is good now and not written by too often, in one transaction with the count. */
const writeBy = async (
  em: EntityManager,
  { parts, caller }: Act,
  work: (tx: EntityManager, integrator: Integrator) => Promise<unknown>,
): Promise<IntakeView> => {
  const integrator = integratorOf(caller);
  return em.transactional(async (tx) => {
    // A link owns no rows: what it is for is looked up by itself.
    tx.setFilterParams('owner', everyone);
    const now = parts.now();
    const open = { id: integrator.linkId, revokedAt: null, endsAt: { $gt: now } };
    const link = await lockRow(tx, IntakeLink, open);
    // Revoked since its credential was read.
    if (!link) throw new Problem('auth.required', { detail: 'The link has ended.' });
    if (link.writes >= writesMax) throw new Problem('intake.spent');
    link.writes += 1;
    link.lastUsedAt = now;
    await tx.flush();
    await work(tx, integrator);
    return view(tx, integrator);
  });
};

/** Saves what was written; what is left out stays. */
export const saveIntake = async (em: EntityManager, act: Act, changes: SaveIntake): Promise<IntakeView> =>
  writeBy(em, act, async (tx, integrator) =>
    updateRequirement(tx, { ...act, ifMatch: null }, { ...changes, ...keyOf(integrator) }),
  );

/** Hands the requirement in. */
export const submitIntake = async (em: EntityManager, act: Act): Promise<IntakeView> =>
  writeBy(em, act, async (tx, integrator) =>
    submitRequirement(tx, { ...act, ifMatch: null }, keyOf(integrator)),
  );

/** Says something to who judges the requirement. */
export const commentIntake = async (
  em: EntityManager,
  act: Act,
  { text }: { text: string },
): Promise<IntakeView> =>
  writeBy(em, act, async (tx, integrator) => commentRequirement(tx, act, { ...keyOf(integrator), text }));
