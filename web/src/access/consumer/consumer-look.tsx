import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { kindLabels } from '../../nouns/consumer/consumer-kinds.ts';
import { LookFacts } from '../../ui/list/look-facts.tsx';
import { ButtonLink } from '../../ui/text/button-link.tsx';
import { Id } from '../../ui/text/id.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

/** A consumer beside its list: who it is, whom to ask, and the ways to what it has. */
export function ConsumerLook({ id }: { id: string }) {
  const query = useQuery(api.consumer.get.queryOptions({ id }));
  const consumer = query.data;
  return (
    <LookFacts
      query={query}
      title={consumer?.name ?? 'Consumer'}
      badge={consumer && <StatusBadge status={consumer.status} />}
      facts={[
        ['Id', <Id key="id" value={id} what="consumer id" />],
        ...(consumer
          ? ([
              ['Kind', kindLabels[consumer.kind]],
              ['Contact', consumer.contactEmail],
              ['Technical contact', consumer.technicalEmail],
              ['Description', consumer.description],
              ['Registered', <Time key="registered" at={consumer.createdAt} />],
            ] as const)
          : []),
      ]}
      link={
        <>
          <ButtonLink to="/consumers/$id" params={{ id }} variant="default">
            Open the consumer
          </ButtonLink>
          <TextLink to="/api-keys" search={{ consumerId: id }}>
            Keys
          </TextLink>
          <TextLink to="/endpoints" search={{ consumerId: id }}>
            Endpoints
          </TextLink>
          <TextLink to="/deliveries" search={{ consumerId: id }}>
            Deliveries
          </TextLink>
        </>
      }
    />
  );
}
