import { Text } from '@mantine/core';
import type { CommandLineView } from '@parley/shared/administration/session';
import { CodeBlock } from '../../ui/code/code-block.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';

export function SetUpHint({ commandLine }: { commandLine: CommandLineView | null }) {
  return (
    <>
      <PageHeader title="Set up Parley" description="Nobody has an account yet." />
      <Text mb="md">
        Open the set-up link that the server printed when it started. It creates the first owner and works
        once.
      </Text>
      {commandLine && (
        <>
          <Text mb="xs">Or create the owner where Parley runs. It asks for a password:</Text>
          <CodeBlock
            code={`${commandLine.here} staff create --email you@example.org --role owner`}
            label="command that creates the owner"
            wrap
          />
        </>
      )}
    </>
  );
}
