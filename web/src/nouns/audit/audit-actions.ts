import { auditActionNames, auditActions } from '@parley/shared/administration/audit-action';

/** The acts to filter by, by their words. */
export const actionOptions = auditActionNames
  .map((value) => ({ value, label: auditActions[value] }))
  .toSorted((a, b) => a.label.localeCompare(b.label));
