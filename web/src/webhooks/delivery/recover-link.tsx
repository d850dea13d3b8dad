import { IconRestore } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { ButtonLink } from '../../ui/text/button-link.tsx';

const route = getRouteApi('/_console/deliveries');

/** Leads to the plan of a recovery of what the list shows: the same receivers, the same type, the same time. */
export function RecoverLink() {
  const { endpointId, consumerId, eventType, range, since, until } = route.useSearch();
  return (
    <ButtonLink
      variant="default"
      leftSection={<IconRestore size={14} />}
      to="/recoveries"
      search={{ dialog: 'create', endpointId, consumerId, eventType, range, since, until }}
    >
      Recover…
    </ButtonLink>
  );
}
