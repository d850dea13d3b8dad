import type { RequirementView } from '@parley/shared/access/requirement';

/** What stands in the fields: lists are lines. */
export interface RequirementValues extends Record<string, unknown> {
  purpose: string;
  kind: string;
  contactName: string;
  contactEmail: string;
  technicalName: string;
  technicalEmail: string;
  operations: string;
  eventTypes: string;
  callsPerDay: string;
  callsPerSecond: string;
  dataClass: string;
  credentialType: string;
  networks: string;
  goLiveOn: string;
}

type Written = Omit<
  RequirementView,
  | 'id'
  | 'consumerId'
  | 'status'
  | 'plan'
  | 'answer'
  | 'createdAt'
  | 'updatedAt'
  | 'submittedAt'
  | 'answeredAt'
>;
type Operation = RequirementView['operations'][number];

const ownApi = 'parley';
const methods = /^(?:GET|PUT|POST|PATCH|DELETE|HEAD|OPTIONS)$/i;

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** `billing GET /invoices`, `billing listInvoices`; without an API it is Parley’s own. */
const operationIn = (line: string): Operation => {
  const [first = '', ...rest] = line.split(/\s+/);
  return rest.length === 0 || methods.test(first)
    ? { api: ownApi, operation: line }
    : { api: first, operation: rest.join(' ') };
};

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const amountIn = (text: string): number | null => (text.trim() === '' ? null : Number(text));

/** What is written, in fields. */
export const valuesIn = (written: Written): RequirementValues => ({
  purpose: written.purpose,
  kind: written.kind ?? '',
  contactName: written.contactName ?? '',
  contactEmail: written.contactEmail ?? '',
  technicalName: written.technicalName ?? '',
  technicalEmail: written.technicalEmail ?? '',
  operations: written.operations.map(({ api, operation }) => `${api} ${operation}`).join('\n'),
  eventTypes: written.eventTypes.join('\n'),
  callsPerDay: written.callsPerDay?.toString() ?? '',
  callsPerSecond: written.callsPerSecond?.toString() ?? '',
  dataClass: written.dataClass ?? '',
  credentialType: written.credentialType ?? '',
  networks: written.networks.join('\n'),
  goLiveOn: written.goLiveOn ?? '',
});

/** What stands in the fields, as it is saved: a field that was emptied takes back what was said. */
export const changesIn = (values: RequirementValues) => ({
  ...(values.purpose.trim() === '' ? {} : { purpose: values.purpose }),
  kind: orNull(values.kind),
  contactName: orNull(values.contactName),
  contactEmail: orNull(values.contactEmail),
  technicalName: orNull(values.technicalName),
  technicalEmail: orNull(values.technicalEmail),
  operations: linesOf(values.operations).map(operationIn),
  eventTypes: linesOf(values.eventTypes),
  callsPerDay: amountIn(values.callsPerDay),
  callsPerSecond: amountIn(values.callsPerSecond),
  dataClass: orNull(values.dataClass),
  credentialType: orNull(values.credentialType),
  networks: linesOf(values.networks),
  goLiveOn: orNull(values.goLiveOn),
});
