import type { Environment } from '@parley/shared/words/environment';
import { EmptyState } from '../../ui/list/empty-state.tsx';

const create = `curl ${location.origin}/v1/endpoints \\
  -H "Authorization: Bearer $PARLEY_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"url": "https://billing.example/webhooks", "eventTypes": ["invoice.*"]}'`;

export function NoEndpoints({ environment }: { environment: Environment }) {
  return (
    <EmptyState
      title={`No endpoints in ${environment}`}
      text="An endpoint is a URL of a consumer that receives the event types it asks for, signed and retried."
      steps={[
        {
          title: 'Create an endpoint',
          text: 'With “New endpoint” above, or by the API with a key that has the scope endpoints:write:',
          code: create,
        },
        {
          title: 'Check the signature',
          text: 'The secret is shown once; the receiver verifies each webhook with it, as Standard Webhooks says.',
        },
        { title: 'Send a test event', text: 'It is signed, recorded and retried like any other event.' },
      ]}
    />
  );
}
