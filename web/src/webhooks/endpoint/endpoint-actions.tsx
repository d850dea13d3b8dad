import { Button } from '@mantine/core';
import type { EndpointView } from '@parley/shared/webhooks/endpoint';
import {
  IconKey,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconSend,
  IconTrash,
} from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { MoreMenu, type MenuAct } from '../../ui/page/more-menu.tsx';
import { EndpointDialogs } from './endpoint-dialogs.tsx';

const route = getRouteApi('/_console/endpoints/$id');

/** What can be done with an endpoint: the usual acts as buttons, the rare ones in a menu. */
export function EndpointActions({ endpoint }: { endpoint: EndpointView }) {
  const navigate = route.useNavigate();
  const { dialog } = route.useSearch();
  const setDialog = (next: typeof dialog) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });
  const rare: MenuAct[] = [
    { label: 'Rotate the secret', icon: IconKey, run: () => setDialog('rotate') },
    endpoint.status === 'active'
      ? { label: 'Disable', icon: IconPlayerPause, run: () => setDialog('disable') }
      : { label: 'Enable', icon: IconPlayerPlay, run: () => setDialog('enable') },
    { label: 'Remove', icon: IconTrash, run: () => setDialog('remove'), isDangerous: true },
  ];
  return (
    <>
      {endpoint.status === 'active' && (
        <Button
          type="button"
          variant="default"
          leftSection={<IconSend size={14} />}
          onClick={() => setDialog('test')}
        >
          Send test event
        </Button>
      )}
      <Button
        type="button"
        variant="default"
        leftSection={<IconPencil size={14} />}
        onClick={() => setDialog('edit')}
      >
        Edit
      </Button>
      <MoreMenu label="More actions" acts={rare} />
      <EndpointDialogs endpoint={endpoint} dialog={dialog} onClose={() => setDialog(undefined)} />
    </>
  );
}
