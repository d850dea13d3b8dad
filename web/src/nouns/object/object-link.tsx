import { Badge } from '@mantine/core';
import { TextLink } from '../../ui/text/text-link.tsx';
import { objectAddress, objectWords } from './object-kinds.ts';
import { useObjectName, type ObjectRef } from './object-names.tsx';

/**
 * An object by its name, as the link to its page; below `ObjectNames`. What was removed says so, and leads to all that was
 * done to it.
 */
export function ObjectLink({ object }: { object: ObjectRef }) {
  const named = useObjectName(object);
  const words = objectWords[object.kind];
  if (!named)
    return (
      <>
        {words} <code>{object.id}</code>
      </>
    );
  return (
    <>
      <span style={{ color: 'var(--mantine-color-dimmed)' }}>{words}</span>{' '}
      <TextLink {...objectAddress(named)}>{named.name ?? <code>{shortId(named.id)}</code>}</TextLink>
      {named.isRemoved && (
        <Badge size="sm" variant="default" ml={6} tt="none" fw={500}>
          removed
        </Badge>
      )}
    </>
  );
}

const shortId = (id: string): string => (id.length > 34 ? `${id.slice(0, 12)}…` : id);
