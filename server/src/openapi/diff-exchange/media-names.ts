/** The name of a media type in its parts. */
export type MediaName = {
  /** As the document writes it. */
  text: string;
  /** Type and subtype without parameters: `application/json`. */
  essence: string;
  /** The parameters by their name in small letters; quotes and the case of a charset mean nothing. */
  parameters: ReadonlyMap<string, string>;
};

/** How the name of the revision relates to that of the base. */
export type MediaRelation = 'same' | 'parameters' | 'changed' | 'generalized' | 'specialized';

/** Pairs of names, and those without a twin. */
export type MediaMatches = {
  matched: [MediaName, MediaName, MediaRelation][];
  removed: MediaName[];
  added: MediaName[];
};

const none: ReadonlyMap<string, string> = new Map();

// Where a body ends is chosen for each message.
const meaningless = new Set(['boundary']);

const parametersOf = (list: readonly string[]): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const one of list) {
    const [name = '', ...rest] = one.split('=');
    const key = name.trim().toLowerCase();
    const value = rest.join('=').trim();
    const plain =
      value.startsWith('"') && value.endsWith('"') && value.length > 1 ? value.slice(1, -1) : value;
    if (key !== '' && !meaningless.has(key)) found.set(key, key === 'charset' ? plain.toLowerCase() : plain);
  }
  return found;
};

const parse = (text: string): MediaName => {
  if (!text.includes(';')) return { text, essence: text.trim().toLowerCase(), parameters: none };
  const [head = '', ...rest] = text.split(';');
  return { text, essence: head.trim().toLowerCase(), parameters: parametersOf(rest) };
};

const haveSameParameters = (was: MediaName, is: MediaName): boolean =>
  was.parameters.size === is.parameters.size &&
  [...was.parameters].every(([key, value]) => is.parameters.get(key) === value);

/** Whether every body of one type is one of the other: a wildcard, or `application/json` for `…/problem+json`. */
const contains = (outer: MediaName, inner: MediaName): boolean => {
  if (outer.essence === inner.essence) return false;
  const [outerType = '', outerSubtype = ''] = outer.essence.split('/');
  const [innerType = '', innerSubtype = ''] = inner.essence.split('/');
  if (outer.essence === '*/*') return true;
  if (outerType !== innerType) return false;
  return outerSubtype === '*' || innerSubtype.endsWith(`+${outerSubtype}`);
};

/** Whether every body of one type is one of the other, told by their names. */
export const containsMedia = (outer: string, inner: string): boolean => contains(parse(outer), parse(inner));

const relations: readonly [MediaRelation, (was: MediaName, is: MediaName) => boolean][] = [
  ['same', (was, is) => was.essence === is.essence && haveSameParameters(was, is)],
  ['generalized', (was, is) => contains(is, was) && haveSameParameters(was, is)],
  ['specialized', (was, is) => contains(was, is) && haveSameParameters(was, is)],
  ['parameters', (was, is) => was.essence === is.essence],
  ['changed', (was, is) => contains(is, was) || contains(was, is)],
];

/** Finds the twin of each media type: the same name, then one that contains the other, then other parameters. */
export const matchMediaNames = (base: readonly string[], revision: readonly string[]): MediaMatches => {
  const matched: MediaMatches['matched'] = [];
  let removed = base.map(parse);
  let added = revision.map(parse);
  for (const [relation, relates] of relations)
    removed = removed.filter((was) => {
      const twin = added.find((is) => relates(was, is));
      if (!twin) return true;
      added = added.filter((is) => is !== twin);
      matched.push([was, twin, relation]);
      return false;
    });
  return { matched, removed, added };
};

/** What became of one parameter: which bodies it allows besides, or no longer. */
export type ParameterChange = {
  name: string;
  verb: 'added' | 'removed' | 'changed';
  was: string | undefined;
  is: string | undefined;
  effect: 'same' | 'wider' | 'narrower' | 'different';
};

const isJson = (essence: string): boolean => /[/+]json$/.test(essence);

const ascii = 'us-ascii';

/** The charset in force: JSON is UTF-8 whatever its name says, and text without a word is what every charset can read. */
const charsetOf = ({ essence, parameters }: MediaName): string | undefined =>
  parameters.get('charset') ?? (isJson(essence) ? 'utf-8' : undefined);

const relateCharsets = (was: string | undefined, is: string | undefined): ParameterChange['effect'] => {
  if (was === is) return 'same';
  if (is === undefined) return 'wider';
  if (was === undefined) return is === 'utf-8' ? 'same' : 'narrower';
  if (is === 'utf-8' && was === ascii) return 'wider';
  return was === 'utf-8' && is === ascii ? 'narrower' : 'different';
};

const effectOf = (before: MediaName, now: MediaName, name: string): ParameterChange['effect'] => {
  if (name === 'charset') return relateCharsets(charsetOf(before), charsetOf(now));
  const [was, is] = [before.parameters.get(name), now.parameters.get(name)];
  if (was === is) return 'same';
  if (was === undefined) return 'narrower';
  return is === undefined ? 'wider' : 'different';
};

/** Compares the parameters of two names of one type. */
export const compareParameters = (before: MediaName, now: MediaName): ParameterChange[] =>
  [...new Set([...before.parameters.keys(), ...now.parameters.keys()])].flatMap((name) => {
    const [was, is] = [before.parameters.get(name), now.parameters.get(name)];
    if (was === is) return [];
    const verb = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
    return [{ name, verb, was, is, effect: effectOf(before, now, name) } as const];
  });
