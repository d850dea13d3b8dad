import type { AuditEntryView } from '@parley/shared/administration/audit';
import { TextLink } from '../../ui/text/text-link.tsx';
import { ActorName } from './actor-name.tsx';
import { actorPage } from './actor-page.ts';

/** Who did it, and the way there: to the key itself, or to all that a person did. */
export function ActorLink({ actor }: { actor: AuditEntryView['actor'] }) {
  const page = actorPage(actor);
  if (page)
    return (
      <TextLink {...page}>
        <ActorName actor={actor} />
      </TextLink>
    );
  if (actor.kind === 'staff' && actor.id)
    return (
      <TextLink to="/audit" search={{ actorId: actor.id }}>
        <ActorName actor={actor} />
      </TextLink>
    );
  return <ActorName actor={actor} />;
}
