import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { publishCurl } from '../../lib/rest/curl.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';

/** The steps to the first event, with a command made of a type that exists. */
export function NoEvents() {
  const environment = useEnvironment();
  const mayReadTypes = useMay('event-types:read');
  const newest = useQuery(api.eventType.list.queryOptions({ limit: 1 }, { enabled: mayReadTypes }));
  const eventType = newest.data?.items[0];
  const data = eventType ? (eventType.example ?? {}) : { invoice: 'inv_1042', amount: 1200 };
  return (
    <EmptyState
      title={`No events in ${environment} yet`}
      text="An event is one published fact: its type, its payload and its time. Parley stores it, then delivers it to every endpoint that wants the type."
      steps={[
        {
          title: eventType ? 'Its type is declared' : 'Declare its type',
          text: <TextLink to="/event-types">The catalogue of event types</TextLink>,
        },
        {
          title: 'Publish it',
          text: `With “Publish an event” above, or by the API with a ${environment} key that holds events:publish:`,
          code: publishCurl({ type: eventType?.name ?? 'invoice.generated', data }),
        },
        { title: 'See it arrive here', text: 'This page looks for new events every three seconds.' },
      ]}
    />
  );
}
