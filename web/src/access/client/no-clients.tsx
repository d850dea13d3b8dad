import type { Environment } from '@parley/shared/words/environment';
import { EmptyState } from '../../ui/list/empty-state.tsx';

const getToken = `curl ${location.origin}/oauth/token -u "$CLIENT_ID:$CLIENT_SECRET" \\
  -d grant_type=client_credentials`;

const call = `curl ${location.origin}/v1/event-types -H "Authorization: Bearer $TOKEN"`;

export function NoClients({ environment }: { environment: Environment }) {
  return (
    <EmptyState
      title={`No OAuth clients in ${environment}`}
      text="A client gets access tokens that end by themselves. Whoever sees one on its way has it for minutes, and the secret stays at home."
      steps={[
        {
          title: 'Create a client',
          text: 'With “New client” above. Its id and its secret are what OAuth libraries ask for.',
        },
        { title: 'Get a token', text: 'By client credentials, as RFC 6749 says:', code: getToken },
        { title: 'Call with it', text: 'A token goes where a key goes:', code: call },
      ]}
    />
  );
}
