import { Text } from '@mantine/core';
import { CodeBlock } from '../../ui/code/code-block.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';

const command = 'pnpm -s parley staff create --email you@example.org --role owner --password-stdin';

export function SetUpHint() {
  return (
    <>
      <PageHeader title="Set up Parley" description="Nobody has an account yet." />
      <Text mb="md">
        Open the set-up link that the server printed when it started. It creates the first owner and works
        once.
      </Text>
      <Text mb="xs">Or create the owner on the command line:</Text>
      <CodeBlock code={command} label="command that creates the owner" wrap />
    </>
  );
}
