import { Text } from '@mantine/core';
import type { Role } from '@parley/shared/scope';
import { useSession } from '../../lib/session/session-context.ts';
import { roleLabel } from './role-words.ts';

/** Says why an act is not here, and who may do it: “Only an Owner may …; you are Viewer.” */
export function WhyNot({ what, roles }: { what: string; roles: readonly Role[] }) {
  const own = useSession().role;
  return (
    <Text size="sm" c="dimmed">
      {roles.map(roleLabel).join(', ')} may {what}; you are {roleLabel(own)}.
    </Text>
  );
}
