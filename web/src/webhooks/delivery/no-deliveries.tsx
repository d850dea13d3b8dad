import { curlPost } from '../../lib/rest/curl.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';

const createEndpoint = curlPost('/v1/endpoints', {
  url: 'https://your-app.example/webhooks',
  eventTypes: ['*'],
});

export function NoDeliveries() {
  const environment = useEnvironment();
  return (
    <EmptyState
      title={`No deliveries in ${environment} yet`}
      text="An event becomes one delivery for every endpoint that wants its type. Each delivery keeps all of its attempts: what was sent, when, and what came back."
      steps={[
        {
          title: 'Let an endpoint subscribe',
          text: `With a ${environment} key that holds endpoints:write, and a URL of yours:`,
          code: createEndpoint,
        },
        { title: 'Publish an event', text: <TextLink to="/events">Events are published here</TextLink> },
        {
          title: 'Watch it go out',
          text: 'A receiver that answers 2xx has it. Anything else is tried again on a schedule.',
        },
      ]}
    />
  );
}
