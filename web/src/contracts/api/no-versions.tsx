import { EmptyState } from '../../ui/list/empty-state.tsx';

export function NoVersions({ slug }: { slug: string }) {
  return (
    <EmptyState
      title="No contract yet"
      text="The contract is the OpenAPI document that says what the API promises. Each upload becomes a version that never changes."
      steps={[
        {
          title: 'Push the first one',
          text: 'From the command line, or with “Upload…” above. It becomes a draft.',
          code: `pnpm -s parley contract push --api ${slug} FILE`,
        },
        {
          title: 'Review and publish it',
          text: 'From then on every upload is compared with what was published.',
        },
      ]}
    />
  );
}
