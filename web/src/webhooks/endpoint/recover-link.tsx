import type { EndpointView } from '@parley/shared/endpoint';
import { IconRestore } from '@tabler/icons-react';
import { ButtonLink } from '../../ui/text/button-link.tsx';

/** Leads to the plan of a recovery of this endpoint, from its first failure on when it fails. */
export function RecoverLink({ endpoint }: { endpoint: EndpointView }) {
  const { id, environment, failingSince } = endpoint;
  return (
    <ButtonLink
      variant="default"
      leftSection={<IconRestore size={14} />}
      to="/recoveries"
      search={{ env: environment, dialog: 'create', endpointId: id, since: failingSince ?? undefined }}
    >
      Recover…
    </ButtonLink>
  );
}
