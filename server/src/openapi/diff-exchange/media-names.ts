/** The name of a media type in its parts. */
export type MediaName = {
  /** As the document writes it. */
  text: string;
  /** Type and subtype without parameters: `application/json`. */
  essence: string;
  parameters: string;
};

/** How the name of the revision relates to that of the base. */
export type MediaRelation = 'same' | 'changed' | 'generalized' | 'specialized';

/** Pairs of names, and those without a twin. */
export type MediaMatches = {
  matched: [MediaName, MediaName, MediaRelation][];
  removed: MediaName[];
  added: MediaName[];
};

const parse = (text: string): MediaName => {
  if (!text.includes(';')) return { text, essence: text.trim().toLowerCase(), parameters: '' };
  const [head = '', ...rest] = text.split(';');
  const parameters = rest
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== '')
    .toSorted();
  return { text, essence: head.trim().toLowerCase(), parameters: parameters.join(';') };
};

/** Whether every body of one type is one of the other: a wildcard, or `application/json` for `…/problem+json`. */
const contains = (outer: MediaName, inner: MediaName): boolean => {
  if (outer.essence === inner.essence) return false;
  const [outerType = '', outerSubtype = ''] = outer.essence.split('/');
  const [innerType = '', innerSubtype = ''] = inner.essence.split('/');
  if (outer.essence === '*/*') return true;
  if (outerType !== innerType) return false;
  return outerSubtype === '*' || innerSubtype.endsWith(`+${outerSubtype}`);
};

const relations: readonly [MediaRelation, (was: MediaName, is: MediaName) => boolean][] = [
  ['same', (was, is) => was.essence === is.essence && was.parameters === is.parameters],
  ['generalized', (was, is) => contains(is, was)],
  ['specialized', (was, is) => contains(was, is)],
  ['changed', (was, is) => was.essence === is.essence],
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
