import { Text } from '@mantine/core';
import { entriesOf, type Json } from '../../nouns/contract-schema/contract-json.ts';
import { SchemaNode } from '../../nouns/contract-schema/schema-node.tsx';

/** The bodies of a request or of an answer, one for each media type. */
export function MediaTypes({ of: holder }: { of: Json }) {
  const media = entriesOf(holder, 'content');
  if (media.length === 0) return <Text c="dimmed">No body.</Text>;
  return media.map(([name, { schema, itemSchema }], index) => (
    <SchemaNode
      key={name}
      part={{ label: name, schema: schema ?? itemSchema ?? true, isRequired: false }}
      isOpenAtFirst={index === 0}
    />
  ));
}
