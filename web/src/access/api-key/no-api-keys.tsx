import type { CommandLineView } from '@parley/shared/administration/session';
import type { Environment } from '@parley/shared/words/environment';
import { useCommandLine } from '../../nouns/command-line/use-command-line.ts';
import { EmptyState } from '../../ui/list/empty-state.tsx';

const createKey = (
  environment: Environment,
  { here }: CommandLineView,
) => `${here} key create --consumer "Northwind Billing" \\
  --env ${environment} --scopes events:publish,event-types:read`;

const firstCall = `curl ${location.origin}/v1/event-types \\
  -H "Authorization: Bearer $PARLEY_KEY"`;

export function NoApiKeys({ environment }: { environment: Environment }) {
  const commandLine = useCommandLine();
  return (
    <EmptyState
      title={`No API keys in ${environment}`}
      text="A key lets one consumer call the API in one environment, with the scopes that it was given."
      steps={[
        {
          title: 'Create a key',
          text: 'With “New API key” above, or where Parley runs; a consumer with a new name is registered along the way:',
          ...(commandLine && { code: createKey(environment, commandLine) }),
        },
        { title: 'Store it', text: 'The secret is shown once. Parley keeps a fingerprint of it only.' },
        { title: 'Call with it', text: 'The key goes into the Authorization header:', code: firstCall },
      ]}
    />
  );
}
