import { z } from 'zod';

const Change = z.strictObject({ before: z.unknown().optional(), after: z.unknown().optional() });
const Words = z.array(z.string());

/** One changed field. `null` where there was, or is, no value. */
export interface FieldChange {
  field: string;
  before: string | null;
  after: string | null;
}

const asText = (value: unknown): string | null => {
  if (value === undefined || value === null) return null;
  const words = Words.safeParse(value);
  if (words.success) return words.data.join('\n') || '[]';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
};

/** The changes of an entry, a row for each field. What is not a pair of values shows as the new value. */
export function fieldChanges(changes: Record<string, unknown>): FieldChange[] {
  return Object.entries(changes).map(([field, change]) => {
    const pair = Change.safeParse(change);
    const { before, after } = pair.success ? pair.data : { before: undefined, after: change };
    return { field, before: asText(before), after: asText(after) };
  });
}
