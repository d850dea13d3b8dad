import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { LookFacts } from '../../ui/list/look-facts.tsx';
import { ButtonLink } from '../../ui/text/button-link.tsx';
import { Time } from '../../ui/text/time.tsx';

/** An event type beside the catalogue: what it says and how old it is. */
export function EventTypeLook({ name }: { name: string }) {
  const query = useQuery(api.eventType.get.queryOptions({ name }));
  const type = query.data;
  return (
    <LookFacts
      query={query}
      title={name}
      facts={
        type
          ? [
              ['Happens when', type.description],
              ['Version', type.version],
              ['Declared', <Time key="declared" at={type.createdAt} />],
              ['Changed', <Time key="changed" at={type.updatedAt} />],
            ]
          : []
      }
      link={
        <ButtonLink to="/event-types/$id" params={{ id: name }} variant="default">
          Open the event type
        </ButtonLink>
      }
    />
  );
}
