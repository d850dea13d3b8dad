const many = (count: number, entryOf: (index: number) => [string, unknown]): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => entryOf(index)));

/** Forty definitions of which each refers twice to the next: four kilobytes, and a million million steps. */
export const doubling = {
  $ref: '#/$defs/d0',
  $defs: many(41, (index) => [
    `d${index}`,
    index === 40 ? { type: 'object' } : { allOf: [1, 2].map(() => ({ $ref: `#/$defs/d${index + 1}` })) },
  ]),
};

/** Doubles with each level of the data, and is two lines long. */
export const branching = { allOf: [1, 2].map(() => ({ properties: { a: { $ref: '#' } } })) };

/** What no declaration may cost. */
export const refused: Record<string, object> = {
  doubling,
  ring: { $ref: '#' },
  'ten thousand properties': { properties: many(10_000, (index) => [`p${index}`, { type: 'string' }]) },
  'five thousand patterns': { patternProperties: many(5000, (index) => [`^p${index}`, {}]) },
  'large pattern': { properties: { a: { pattern: '^(\\p{L}{1,100}){1,100}$' } } },
};

/** `data` of so many levels, each in the property `a`. */
export const nested = (levels: number): object => {
  let data: object = {};
  for (let level = 0; level < levels; level += 1) data = { a: data };
  return data;
};

/** `data` with six thousand objects of which none is twice. */
export const manyObjects = {
  a: Array.from({ length: 6000 }, (_, index) => ({ index, text: `item ${index}`, more: [index] })),
};
