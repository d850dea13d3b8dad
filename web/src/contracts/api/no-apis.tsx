import { useCommandLine } from '../../nouns/command-line/use-command-line.ts';
import { EmptyState } from '../../ui/list/empty-state.tsx';

/** What APIs are for, and the way to the first one. */
export function NoApis() {
  const { withFiles } = useCommandLine() ?? {};
  return (
    <EmptyState
      title="No API of yours yet"
      text="An API keeps its contracts here: OpenAPI 3.0, 3.1 or 3.2. Each upload is compared with what was promised before, and with who calls it."
      steps={[
        {
          title: 'Create the API',
          text: 'With “New API” above. Its slug names it in addresses and commands.',
        },
        {
          title: 'Push its contract from the command line',
          text: 'With a key that has contracts:write in $PARLEY_API_KEY. Or upload the file on the page of the API.',
          ...(withFiles && { code: `${withFiles} contract push --url ${location.origin} --api SLUG FILE` }),
        },
        {
          title: 'Check every change before it is merged',
          text: 'In CI. It ends with 1 while the change must not be published.',
          ...(withFiles && { code: `${withFiles} contract check --url ${location.origin} --api SLUG FILE` }),
        },
      ]}
    />
  );
}
