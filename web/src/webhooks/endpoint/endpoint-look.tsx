import type { EndpointView } from '@parley/shared/webhooks/endpoint';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { EndpointHealth } from '../../nouns/endpoint/endpoint-health.tsx';
import { LookFacts } from '../../ui/list/look-facts.tsx';
import { ButtonLink } from '../../ui/text/button-link.tsx';
import { Id } from '../../ui/text/id.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

/** An endpoint beside its list: whose it is, what it wants and how it fares. */
export function EndpointLook({ id }: { id: string }) {
  const query = useQuery(api.endpoint.get.queryOptions({ id }));
  const endpoint = query.data;
  return (
    <LookFacts
      query={query}
      title={endpoint?.url ?? 'Endpoint'}
      facts={[['Id', <Id key="id" value={id} what="endpoint id" />], ...(endpoint ? factsOf(endpoint) : [])]}
      link={
        <>
          <ButtonLink to="/endpoints/$id" params={{ id }} variant="default">
            Open the endpoint
          </ButtonLink>
          <TextLink to="/deliveries" search={{ endpointId: id }}>
            Its deliveries
          </TextLink>
        </>
      }
    />
  );
}

const factsOf = (endpoint: EndpointView) =>
  [
    ['Health', <EndpointHealth key="health" endpoint={endpoint} />],
    [
      'Consumer',
      <TextLink key="consumer" to="/consumers/$id" params={{ id: endpoint.consumerId }}>
        {endpoint.consumerName}
      </TextLink>,
    ],
    ['Wants', <code key="wants">{endpoint.eventTypes.join(', ')}</code>],
    ['Failing since', <Time key="failing" at={endpoint.failingSince} />],
    ['Last success', <Time key="success" at={endpoint.lastSuccessAt} absent="Never" />],
    ['Last failure', <Time key="failure" at={endpoint.lastFailureAt} absent="Never" />],
    ['Description', endpoint.description],
  ] as const;
