import type { Environment } from '@parley/shared/words/environment';
import { IconRestore } from '@tabler/icons-react';
import { ButtonLink } from '../../ui/text/button-link.tsx';
import type { RecoveryStart } from './recovery-start.ts';

/** Leads to the plan of a recovery that begins with what `search` says: receivers, a type, a time. */
export function RecoverLink({ search }: { search: RecoveryStart & { env?: Environment } }) {
  return (
    <ButtonLink
      variant="default"
      leftSection={<IconRestore size={14} />}
      to="/recoveries"
      search={{ ...search, dialog: 'create' }}
    >
      Recover…
    </ButtonLink>
  );
}
