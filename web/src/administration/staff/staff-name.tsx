import { Text } from '@mantine/core';
import type { StaffView } from '@parley/shared/administration/staff';
import { useSession } from '../../lib/session/session-context.ts';
import { roleLabel } from '../../nouns/role/role-words.ts';

/**
 * A person by name, with the address below; the address alone until they have a name. Says the role on
 * phones, where its column does not fit.
 */
export function StaffName({ person }: { person: StaffView }) {
  const isReader = useSession().staffId === person.id;
  return (
    <>
      <Text fw={500} c="var(--parley-strong)" component="span">
        {person.name ?? person.email}
        {isReader && ' (you)'}
      </Text>
      {person.name && (
        <Text size="xs" c="dimmed">
          {person.email}
        </Text>
      )}
      <Text size="xs" c="dimmed" hiddenFrom="sm">
        {roleLabel(person.role)}
      </Text>
    </>
  );
}
