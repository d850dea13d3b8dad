import type { ChangeView } from '@parley/shared/contracts/contract';

/** The event that tells a consumer of changes that reach it. Endpoints ask for it by name, or for `contract.*`. */
export const contractChanged = 'contract.changed';

/** What one consumer is told. */
export interface Told {
  consumerId: string;
  changes: { id: string; severity: string; text: string; operations: string[]; fingerprint: string }[];
}

/** The version that is published. */
export interface Published {
  id: string;
  version: string;
  slug: string;
  publicUrl: string;
}

const changesTold = 50;
/** Of each change; what everything shares may reach thousands. */
const operationsTold = 10;

/** Changes, each with whom it reaches by which operations. */
export type Reaching = readonly {
  change: ChangeView;
  evidence: readonly { consumerId: string; operations: string[] }[];
}[];

/** Whom changes affect, and with which of them. */
export const affectedBy = (found: Reaching): Told[] => {
  const told = new Map<string, Told>();
  for (const { change, evidence } of found) {
    if (change.severity === 'compatible') continue;
    const { id, severity, text, fingerprint } = change;
    for (const { consumerId, operations } of evidence) {
      const one = told.get(consumerId) ?? { consumerId, changes: [] };
      told.set(consumerId, one);
      one.changes.push({ id, severity, text, operations, fingerprint });
    }
  }
  return [...told.values()];
};

/** Where people read what changed. */
export const changelogUrl = ({ id, slug, publicUrl }: Published): string =>
  `${publicUrl}/apis/${slug}/versions/${id}/changelog`;

/** The payload of {@link contractChanged}. */
export const contractChangedData = (published: Published, { changes }: Told): Record<string, unknown> => ({
  api: published.slug,
  versionId: published.id,
  version: published.version,
  changes: changes.slice(0, changesTold).map(({ operations, ...change }) => ({
    ...change,
    operations: operations.slice(0, operationsTold),
    operationCount: operations.length,
  })),
  changeCount: changes.length,
  changelog: changelogUrl(published),
});
