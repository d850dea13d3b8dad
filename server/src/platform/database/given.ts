/** The fields that were given, without those left out: a filter or a patch as the database wants it. */
export const given = <Fields extends Record<string, unknown>>(
  fields: Fields,
): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } => {
  const kept: { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } = {};
  for (const name in fields) {
    const value = fields[name];
    if (isGiven(value)) kept[name] = value;
  }
  return kept;
};

const isGiven = <Value>(value: Value): value is Exclude<Value, undefined> => value !== undefined;
