import { type RequirementChanges, RequirementView } from '@parley/shared/access/requirement';
import type { RequirementEntryView } from '@parley/shared/access/requirement-entry';
import { given } from '../../platform/database/given.ts';
import { PlainRows, type RowIn } from '../../platform/database/plain-rows.ts';
import { EntityTag } from '../../platform/request/entity-tag.ts';
import { Requirement, type RequirementEntry } from './requirement.entity.ts';

/** What a declaration is told by in `ETag`. */
export const requirementTag = new EntityTag(RequirementView);

/** What is shown of requirements. */
export const shownRequirements = new PlainRows(
  Requirement,
  [
    'id',
    'consumerId',
    'purpose',
    'kind',
    'contactName',
    'contactEmail',
    'technicalName',
    'technicalEmail',
    'operations',
    'eventTypes',
    'callsPerDay',
    'callsPerSecond',
    'dataClass',
    'credentialType',
    'networks',
    'goLiveOn',
    'plan',
    'status',
    'answer',
    'createdAt',
    'updatedAt',
    'submittedAt',
    'answeredAt',
  ],
  {},
);
type ShownRequirement = RowIn<typeof shownRequirements>;

/** What a requirement asks for, as it is written. */
export const writtenIn = (requirement: ShownRequirement) => ({
  purpose: requirement.purpose,
  kind: requirement.kind ?? null,
  contactName: requirement.contactName ?? null,
  contactEmail: requirement.contactEmail ?? null,
  technicalName: requirement.technicalName ?? null,
  technicalEmail: requirement.technicalEmail ?? null,
  operations: requirement.operations,
  eventTypes: requirement.eventTypes,
  callsPerDay: requirement.callsPerDay ?? null,
  callsPerSecond: requirement.callsPerSecond ?? null,
  dataClass: requirement.dataClass ?? null,
  credentialType: requirement.credentialType ?? null,
  networks: requirement.networks,
  goLiveOn: requirement.goLiveOn ?? null,
});

/** A requirement as it is answered. */
export const viewRequirement = (requirement: ShownRequirement): RequirementView => ({
  id: requirement.id,
  consumerId: requirement.consumerId,
  ...writtenIn(requirement),
  plan: requirement.plan ?? null,
  status: requirement.status,
  answer: requirement.answer ?? null,
  createdAt: requirement.createdAt.toISOString(),
  updatedAt: requirement.updatedAt.toISOString(),
  submittedAt: requirement.submittedAt?.toISOString() ?? null,
  answeredAt: requirement.answeredAt?.toISOString() ?? null,
});

/** What is written of a new requirement that says no more than this. */
export const unwritten = {
  kind: null,
  contactName: null,
  contactEmail: null,
  technicalName: null,
  technicalEmail: null,
  callsPerDay: null,
  callsPerSecond: null,
  dataClass: null,
  credentialType: null,
  networks: [],
  goLiveOn: null,
  plan: null,
  answer: null,
  submittedAt: null,
  answeredAt: null,
};

/** Writes what was said into a requirement. */
export const write = (requirement: Requirement, changes: RequirementChanges): void => {
  Object.assign(requirement, given(changes));
};

/** An entry as it is answered. */
export const viewEntry = (entry: RequirementEntry): RequirementEntryView => ({
  id: entry.id,
  requirementId: entry.requirementId,
  act: entry.act,
  author: { kind: entry.authorKind, name: entry.authorName },
  text: entry.text ?? null,
  changes: entry.changes,
  at: entry.at.toISOString(),
});
