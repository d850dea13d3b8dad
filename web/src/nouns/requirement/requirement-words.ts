import type { RequirementView } from '@parley/shared/access/requirement';
import type { RequirementEntryView } from '@parley/shared/access/requirement-entry';
import { CredentialType, DataClass } from '@parley/shared/access/requirement-words';
import type { ComponentProps } from 'react';
import type { StatusBadge } from '../../ui/text/status-badge.tsx';

type Badge = ComponentProps<typeof StatusBadge>;

/** What each state of a requirement is called, and how it looks. */
export const requirementBadges: Record<RequirementView['status'], Badge> = {
  draft: { status: 'draft' },
  submitted: { status: 'pending', words: 'waits for an answer' },
  changes_requested: { status: 'risky', words: 'waits for changes' },
  approved: { status: 'accepted', words: 'approved', tone: 'good' },
  declined: { status: 'refused', words: 'declined' },
  suspended: { status: 'suspended' },
  archived: { status: 'retired', words: 'archived' },
};

/** What kinds of data are called. */
export const dataClassWords: Record<DataClass, string> = {
  public: 'Public',
  internal: 'Internal',
  confidential: 'Confidential',
  personal: 'Personal data',
  special_category: 'Special categories of personal data, such as health',
};

/** What one may call with. */
export const credentialWords: Record<CredentialType, string> = {
  api_key: 'An API key',
  oauth_client: 'An OAuth 2 client',
  trusted_issuer: 'Tokens of our own OAuth provider',
};

const optionsOf = <Value extends string>(values: readonly Value[], words: Record<Value, string>) =>
  values.map((value) => ({ value, label: words[value] }));

export const dataClassOptions = optionsOf(DataClass.options, dataClassWords);
export const credentialOptions = optionsOf(CredentialType.options, credentialWords);

/** What was done with a requirement, in words. */
export const actWords: Record<RequirementEntryView['act'], string> = {
  declare: 'Declared',
  update: 'Changed',
  submit: 'Submitted',
  request_changes: 'Changes requested',
  approve: 'Approved',
  decline: 'Declined',
  suspend: 'Suspended',
  archive: 'Archived',
  comment: 'Comment',
};

/** What each field of a requirement is called. */
export const fieldWords: Record<string, string> = {
  purpose: 'Purpose',
  kind: 'Kind',
  contactName: 'Owner',
  contactEmail: 'Owner e-mail',
  technicalName: 'Technical contact',
  technicalEmail: 'Technical e-mail',
  operations: 'Operations',
  eventTypes: 'Event types',
  callsPerDay: 'Calls per day',
  callsPerSecond: 'Calls in the busiest second',
  dataClass: 'Data',
  credentialType: 'Credential',
  networks: 'Networks',
  goLiveOn: 'Go live',
  status: 'State',
  plan: 'Plan',
};
