import { Switch, Text } from '@mantine/core';
import { useSession } from '../../lib/session/session-context.ts';
import { Keys } from '../../ui/text/keys.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';
import { useUpdateAccount } from './use-update-account.ts';

/** Whether keys alone do something: who dictates, or rests a hand on the keys, sets them off by mistake. */
export function AccountShortcuts() {
  const { display } = useSession();
  const update = useUpdateAccount();
  // The switch moves at once, and back when it is refused.
  const asked = update.isPending ? update.variables.hasSingleKeys : undefined;
  return (
    <Section title="Shortcuts">
      <ProblemAlert error={update.error} />
      <Switch
        label="Single keys"
        description="Keys that work without Ctrl, ⌘ or Alt, such as G then H. They do nothing while you write."
        checked={asked ?? display.hasSingleKeys}
        onChange={({ currentTarget }) => update.mutate({ hasSingleKeys: currentTarget.checked })}
      />
      <Text c="dimmed" mt="sm">
        {display.hasSingleKeys ? (
          <>
            <Keys of="help.open" /> shows all of them.
          </>
        ) : (
          <>
            <Keys of="palette.open" /> still opens the search, where everything can be done as well.
          </>
        )}
      </Text>
    </Section>
  );
}
