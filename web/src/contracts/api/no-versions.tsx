import { useCommandLine } from '../../nouns/command-line/use-command-line.ts';
import { EmptyState } from '../../ui/list/empty-state.tsx';

export function NoVersions({ slug }: { slug: string }) {
  const { withFiles } = useCommandLine() ?? {};
  return (
    <EmptyState
      title="No contract yet"
      text="The contract is the OpenAPI document that says what the API promises. Each upload becomes a version that never changes."
      steps={[
        {
          title: 'Push the first one',
          text: 'From the command line, with a key that has contracts:write in $PARLEY_API_KEY, or with “Upload…” above. It becomes a draft.',
          ...(withFiles && {
            code: `${withFiles} contract push --url ${location.origin} --api ${slug} FILE`,
          }),
        },
        {
          title: 'Review and publish it',
          text: 'From then on every upload is compared with what was published.',
        },
      ]}
    />
  );
}
