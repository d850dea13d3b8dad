import type { EndpointView } from '@parley/shared/webhooks/endpoint';
import { IconKey, IconPencil, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import type { MenuAct } from '../../ui/page/more-menu.tsx';

type Dialog = 'edit' | 'rotate' | 'disable' | 'enable' | 'remove';

/** What is seldom done with an endpoint; each act opens a dialog. */
export function rareActs(endpoint: EndpointView, open: (dialog: Dialog) => void): MenuAct[] {
  const isActive = endpoint.status === 'active';
  return [
    { label: 'Edit', icon: IconPencil, run: () => open('edit') },
    { label: 'Rotate the secret', icon: IconKey, run: () => open('rotate') },
    isActive
      ? { label: 'Disable', icon: IconPlayerPause, run: () => open('disable') }
      : { label: 'Enable', icon: IconPlayerPlay, run: () => open('enable') },
    { label: 'Remove', icon: IconTrash, run: () => open('remove'), isDangerous: true },
  ];
}
