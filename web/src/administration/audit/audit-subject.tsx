import { Text } from '@mantine/core';
import type { AuditEntryView } from '@parley/shared/administration/audit';
import { getRouteApi } from '@tanstack/react-router';
import { kindOfTarget, objectWords } from '../../nouns/object/object-kinds.ts';
import { ObjectLink } from '../../nouns/object/object-link.tsx';
import { useObjectName, type ObjectRef } from '../../nouns/object/object-names.tsx';
import { actorPage } from '../../nouns/audit/actor-page.ts';
import { TextLink } from '../../ui/text/text-link.tsx';

const route = getRouteApi('/_console/audit');

/** Whose history the list is, when it is that of one object or one actor; below `ObjectNames`. */
export function AuditSubject({ newest }: { newest: AuditEntryView | undefined }) {
  const { targetId, actorId } = route.useSearch();
  const kind = newest && kindOfTarget(newest.action);
  return (
    <>
      {targetId && newest?.targetId === targetId && kind && <Target object={{ kind, id: targetId }} />}
      {actorId && newest?.actor.id === actorId && <Actor actor={newest.actor} />}
    </>
  );
}

function Target({ object }: { object: ObjectRef }) {
  const named = useObjectName(object);
  return (
    <Text mb="sm">
      All that was done to: <ObjectLink object={object} />
      {named?.isRemoved &&
        ` This ${objectWords[object.kind].toLowerCase()} is not there any more: what is left of it is here.`}
    </Text>
  );
}

function Actor({ actor }: { actor: AuditEntryView['actor'] }) {
  const { id, name } = actor;
  const page = actorPage(actor);
  return (
    <Text mb="sm">
      All that{' '}
      {page ? (
        <>
          the {id?.startsWith('cli_') ? 'client' : 'API key'} <TextLink {...page}>{name}</TextLink>
        </>
      ) : (
        <strong>{name}</strong>
      )}{' '}
      did.
    </Text>
  );
}
