import type { ApiRules } from '@parley/shared/contracts/api';

/** Checks whose ids began or ended in other words once: a rule that names the old one still counts. */
const renamed: readonly (readonly [now: RegExp, once: string])[] = [
  [/-became-not-enum$/, '-enum-removed'],
  [/-schema-became-false$/, '-disallowed'],
  [/-schema-became-not-false$/, '-allowed'],
  [/-multiple-of-(generalized|specialized)$/, '-multiple-of-changed'],
  [/-media-type-parameter-(added|removed|changed)$/, '-media-type-name-changed'],
  [/-wrapped-in-one-of-original-preserved$/, '-wrapped-in-one-of'],
  [/-property-removed-(with-deprecation|before-sunset)$/, '-property-removed'],
];

/** What the rules of an API say of a check, also by a name that it had before; `undefined` when they say nothing. */
export const severityOf = (
  severities: ApiRules['severities'],
  id: string,
): ApiRules['severities'][string] | undefined => {
  if (Object.hasOwn(severities, id)) return severities[id];
  for (const [now, once] of renamed) {
    const former = id.replace(now, once);
    if (former !== id && Object.hasOwn(severities, former)) return severities[former];
  }
  return undefined;
};
