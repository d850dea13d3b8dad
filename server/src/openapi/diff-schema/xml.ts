import { brief, isObject, isSame, type JsonObject } from '../diff-graph/json.ts';
import { note, type Pair, type Spot } from '../diff-value/spot.ts';

/** How a value is written, with what holds when the schema does not say; a prefix is free to choose. */
const writtenAs = ({ xml }: JsonObject, name: string | undefined): unknown[] => {
  const words = isObject(xml) ? xml : {};
  return [
    words.name ?? name,
    words.namespace,
    words.attribute === true || words.nodeType === 'attribute',
    words.wrapped === true,
  ];
};

/** Compares the names and places of elements and attributes, where the body is XML. */
export const compareXml = ({ base, revision }: Pair, spot: Spot): void => {
  if (!spot.role.isXml || isSame(base.xml, revision.xml)) return;
  const name = /\.([^.[]+)$/.exec(spot.path)?.[1];
  if (isSame(writtenAs(base, name), writtenAs(revision, name))) return;
  note(spot, {
    suffix: 'xml-changed',
    effect: 'replaces',
    text: `how %place% is written in XML changed from ${brief(base.xml ?? 'the usual')} to ${brief(revision.xml ?? 'the usual')}`,
    subject: `xml ${brief(base.xml)} ${brief(revision.xml)}`,
    keys: ['xml'],
  });
};
