import { CreateEndpoint, type EndpointView, type SignatureScheme } from '@parley/shared/webhooks/endpoint';
import { z } from 'zod';
import { indentJson, jsonTextOf } from '../../lib/text/json-text.ts';

/** One row of the form: an event type that stays at a version. `key` tells rows apart while they are typed. */
export interface PinRow {
  key: string;
  name: string;
  version: number | '';
}

export type SignatureChoice = SignatureScheme | 'both';

/** What an endpoint wants of its events and how they are sent, as the fields hold it. */
export interface SubscriptionValues extends Record<string, unknown> {
  ordered: boolean;
  /** JSON as text. */
  filter: string;
  schemaVersions: PinRow[];
  /** Seconds joined by commas. */
  retrySchedule: string;
  signatures: SignatureChoice;
}

/** An endpoint about which nothing of this was said. */
export const blankSubscription: SubscriptionValues = {
  ordered: false,
  filter: '',
  schemaVersions: [],
  retrySchedule: '',
  signatures: 'v1',
};

/** A row to be filled in. */
export function blankPin(): PinRow {
  return { key: crypto.randomUUID(), name: '', version: '' };
}

/** What stands in the fields when an endpoint is edited. */
export function subscriptionOf(endpoint: EndpointView): SubscriptionValues {
  const { ordered, filter, schemaVersions, retrySchedule, signatures } = endpoint;
  return {
    ordered,
    filter: filter === null ? '' : indentJson(filter),
    schemaVersions: Object.entries(schemaVersions).map(([name, version]) => ({ key: name, name, version })),
    retrySchedule: retrySchedule?.join(', ') ?? '',
    signatures: signatures.length > 1 ? 'both' : (signatures[0] ?? 'v1'),
  };
}

const schemes: Record<SignatureChoice, SignatureScheme[]> = { v1: ['v1'], v1a: ['v1a'], both: ['v1', 'v1a'] };

/** The rows and the choice as the API takes them. Rows without a name and a version say nothing. */
export function pinsAndSchemes({ schemaVersions, signatures }: SubscriptionValues) {
  const rows = schemaVersions.filter(({ name, version }) => name.trim() || version !== '');
  return {
    schemaVersions: Object.fromEntries(
      rows.map(({ name, version }) => [name.trim(), version === '' ? undefined : version]),
    ),
    signatures: schemes[signatures],
  };
}

/** What was chosen for a new endpoint; what is as it always is stays unsaid. */
export function chosenSubscription(values: SubscriptionValues): Record<string, unknown> {
  const { schemaVersions, signatures } = pinsAndSchemes(values);
  return {
    filter: values.filter,
    retrySchedule: values.retrySchedule,
    ...(values.ordered && { ordered: true }),
    ...(Object.keys(schemaVersions).length > 0 && { schemaVersions }),
    ...(values.signatures !== 'v1' && { signatures }),
  };
}

const seconds = z
  .string()
  .transform((text, context): number[] => {
    const words = text.split(',').map((word) => word.trim());
    if (words.every((word) => /^\d+(?:\.\d+)?$/.test(word))) return words.map(Number);
    context.addIssue({ code: 'custom', message: 'Seconds joined by commas, such as 0, 5, 300, 1800.' });
    return z.NEVER;
  })
  .pipe(CreateEndpoint.shape.retrySchedule.unwrap().unwrap());

const filter = jsonTextOf(
  z.record(z.string(), z.unknown(), { error: 'A JSON Schema for data is an object: { … }.' }),
);

/** The fields of the schemas of `@parley/shared` that a form holds as text. */
export const subscriptionTexts = {
  filter: filter.nullable().optional(),
  retrySchedule: seconds.nullable().optional(),
};
