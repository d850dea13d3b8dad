import type { CommandLineView } from '@parley/shared/administration/session';
import { useCommandLine } from '../../nouns/command-line/use-command-line.ts';
import { EmptyState } from '../../ui/list/empty-state.tsx';

const register = `curl ${location.origin}/v1/consumers \\
  -H "Authorization: Bearer $PARLEY_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"name": "Northwind Billing", "kind": "partner"}'`;

const createKey = ({ here }: CommandLineView) => `${here} key create --consumer "Northwind Billing" \\
  --env test --scopes events:publish,endpoints:write`;

export function NoConsumers() {
  const commandLine = useCommandLine();
  return (
    <EmptyState
      title="No consumers yet"
      text="A consumer is an application that calls your APIs or receives your webhooks: an app, a partner, a service of your own. Keys and endpoints belong to one."
      steps={[
        {
          title: 'Register the first one',
          text: 'With “New consumer” above, or by the API:',
          code: register,
        },
        {
          title: 'Give it an API key',
          text: 'In the console, or where Parley runs:',
          ...(commandLine && { code: createKey(commandLine) }),
        },
        {
          title: 'Let it subscribe',
          text: 'An endpoint of the consumer receives the event types that it asks for.',
        },
      ]}
    />
  );
}
