import { curlPost } from '../../lib/rest/curl.ts';
import { EmptyState } from '../../ui/list/empty-state.tsx';

const declare = curlPost('/v1/event-types', {
  name: 'invoice.generated',
  description: 'An invoice was generated.',
  schema: {
    type: 'object',
    required: ['invoice', 'amount'],
    properties: { invoice: { type: 'string' }, amount: { type: 'integer', minimum: 0 } },
  },
  example: { invoice: 'inv_1042', amount: 1200 },
});

const publish = curlPost('/v1/events', {
  type: 'invoice.generated',
  data: { invoice: 'inv_1042', amount: 1200 },
});

export function NoEventTypes() {
  return (
    <EmptyState
      title="No event types yet"
      text="An event type names something that happens and promises what its payload looks like. Only declared types can be published."
      steps={[
        {
          title: 'Declare the first one',
          text: (
            <>
              With “New event type” above, or by the API with a key that holds <code>event-types:write</code>.
              The command may run at every deployment: what is the same changes nothing.
            </>
          ),
          code: declare,
        },
        { title: 'Publish an event of it', code: publish },
        {
          title: 'Change it later',
          text: 'A schema that differs becomes a new version. The earlier ones stay here to compare.',
        },
      ]}
    />
  );
}
