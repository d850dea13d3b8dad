import { isObject, type JsonObject, named, objectAt, textAt } from '../diff-graph/json.ts';
import type { Contract } from '../diff-graph/document.ts';
import { note, type Pair, type Spot } from '../diff-value/spot.ts';
import { type Alternative, alternativesOf, matchAlternatives } from './alternatives.ts';

/** What one value of the discriminator stands for, and whether the document says so or the name of the component does. */
type Meaning = { target: string; isImplicit: boolean };

type Side = {
  discriminator: JsonObject;
  meanings: ReadonlyMap<string, Meaning>;
  list: readonly Alternative[];
};

const nameOf = (target: string): string => target.slice(target.lastIndexOf('/') + 1);

/** The values that a mapping names, and the names of the components that it leaves out. */
const meaningsOf = (discriminator: JsonObject, list: readonly Alternative[]): Map<string, Meaning> => {
  const meanings = new Map<string, Meaning>();
  for (const [value, target] of Object.entries(objectAt(discriminator, 'mapping')))
    if (typeof target === 'string') meanings.set(value, { target: nameOf(target), isImplicit: false });
  const mapped = new Set([...meanings.values()].map(({ target }) => target));
  for (const { ref } of list) {
    const name = ref?.startsWith('schemas/') ? nameOf(ref) : undefined;
    if (name !== undefined && !mapped.has(name) && !meanings.has(name))
      meanings.set(name, { target: name, isImplicit: true });
  }
  return meanings;
};

const sideOf = (contract: Contract, schema: JsonObject): Side | undefined => {
  const { discriminator } = schema;
  if (!isObject(discriminator)) return undefined;
  const list = [
    ...alternativesOf(contract, schema.oneOf, 'oneOf'),
    ...alternativesOf(contract, schema.anyOf, 'anyOf'),
  ];
  return { discriminator, meanings: meaningsOf(discriminator, list), list };
};

/** How the components of the base are called in the revision, where they only changed their name. */
const renamesOf = (was: Side, is: Side): ReadonlyMap<string, string> => {
  const { matched } = matchAlternatives(was.list, is.list);
  return new Map(
    matched.flatMap(([left, right]) =>
      left.ref !== undefined && right.ref !== undefined
        ? [[nameOf(left.ref), nameOf(right.ref)] as const]
        : [],
    ),
  );
};

type Change = { was: Side; is: Side; renames: ReadonlyMap<string, string>; spot: Spot };

const targetsOf = ({ meanings }: Side): ReadonlySet<string> =>
  new Set([...meanings.values()].map(({ target }) => target));

const keys = ['discriminator', 'mapping'];

/** A value that callers may no longer send, or that now means something else to those who read it. */
const compareOld = ({ was, is, renames, spot }: Change): void => {
  const targets = targetsOf(is);
  for (const [value, { target, isImplicit }] of was.meanings) {
    const now = is.meanings.get(value)?.target;
    const same = renames.get(target) ?? target;
    if (now === same) continue;
    const isGone = now === undefined;
    // Of an alternative that went, the alternative is the change.
    const isOrphan = !targets.has(same);
    if (isGone && isOrphan && isImplicit) continue;
    note(spot, {
      suffix: isGone ? 'discriminator-mapping-deleted' : 'discriminator-mapping-changed',
      effect: !isGone ? 'replaces' : isOrphan ? 'notes' : 'narrows',
      text: isGone
        ? `the discriminator value ${named(value)} of %place% was removed`
        : `the discriminator value ${named(value)} of %place% now means ${named(now)} instead of ${named(target)}`,
      subject: `${value} ${target} ${now}`,
      keys: [...keys, value],
      ...(isGone ? { only: 'base' } : {}),
    });
  }
};

/** A value that is new; for an alternative that was there, readers do not know it yet. */
const compareNew = ({ was, is, renames, spot }: Change): void => {
  const before = new Set([...targetsOf(was)].map((target) => renames.get(target) ?? target));
  for (const [value, { target, isImplicit }] of is.meanings) {
    if (was.meanings.has(value)) continue;
    const isKnown = before.has(target);
    if (isImplicit && !isKnown) continue;
    note(spot, {
      suffix: 'discriminator-mapping-added',
      effect: isKnown ? 'widens' : 'notes',
      text: `the discriminator value ${named(value)} of %place% was added for ${named(target)}`,
      subject: `${value} ${target}`,
      keys: [...keys, value],
      only: 'revision',
    });
  }
};

const comparePropertyName = (was: Side, is: Side, spot: Spot): void => {
  const [name, next] = [was, is].map(({ discriminator }) => textAt(discriminator, 'propertyName') ?? '');
  if (name === next || name === undefined || next === undefined) return;
  note(spot, {
    suffix: 'discriminator-property-name-changed',
    effect: 'replaces',
    text: `the discriminator of %place% changed from ${named(name)} to ${named(next)}`,
    subject: `${name} ${next}`,
    keys: ['discriminator'],
  });
};

/** Compares which property tells the alternatives apart, and its values: also those that follow from names of components. */
export const compareDiscriminators = ({ base, revision }: Pair, spot: Spot): void => {
  const was = sideOf(spot.graph.base, base);
  const is = sideOf(spot.graph.revision, revision);
  if (was && is) {
    comparePropertyName(was, is, spot);
    const change = { was, is, renames: renamesOf(was, is), spot };
    compareOld(change);
    compareNew(change);
    return;
  }
  const one = was ?? is;
  if (!one) return;
  const name = textAt(one.discriminator, 'propertyName') ?? '';
  const isAdded = is !== undefined;
  note(spot, {
    suffix: `discriminator-${isAdded ? 'added' : 'removed'}`,
    effect: 'notes',
    text: `the discriminator ${named(name)} was ${isAdded ? 'added to' : 'removed from'} %place%`,
    subject: name,
    keys: ['discriminator'],
    only: isAdded ? 'revision' : 'base',
  });
};
