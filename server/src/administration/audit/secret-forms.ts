// Forms that a secret shows itself by, wherever somebody wrote it: a description, an address, an answer.
const forms: readonly [RegExp, string][] = [
  [/\b([a-z][a-z0-9]*_(?:client_)?(?:live|test|pat)_)[0-9A-Za-z]{36}\b/g, '$1…'],
  [/\b(eyJ)[\w-]{10,}\.[\w-]+\.[\w-]+/g, '$1…'],
  [/\b(whsec_|whsk_)[0-9A-Za-z+/=]{20,}/g, '$1…'],
  [/\b(Bearer|Basic)\s+[0-9A-Za-z._~+/=-]{12,}/gi, '$1 …'],
  [/(\w:\/\/[^\s/:@]*:)[^\s/@]+@/g, '$1…@'],
];

const hide = (text: string): string => forms.reduce((left, [form, mark]) => left.replace(form, mark), text);

const hideIn = (value: unknown): unknown => {
  if (typeof value === 'string') return hide(value);
  if (Array.isArray(value)) return value.map(hideIn);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, hideIn(one)]));
};

/**
 * The same changes without anything that has the form of a secret: keys, signing secrets, credentials of a header or an
 * address. Nobody hands one in on purpose; people paste them where they do not belong, and what the trail holds stays.
 */
export const withoutSecrets = (changes: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(changes).map(([field, change]) => [field, hideIn(change)]));
