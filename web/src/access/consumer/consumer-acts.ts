import type { ConsumerView } from '@parley/shared/access/consumer';
import { IconLink, IconPencil, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { MenuAct } from '../../ui/page/more-menu.tsx';

/** What can be done with a consumer itself; each act opens a dialog. */
export function consumerActs(
  { status }: ConsumerView,
  open: (dialog: 'edit' | 'link' | 'suspend' | 'reactivate') => void,
): MenuAct[] {
  return [
    { label: 'Edit', icon: IconPencil, run: () => open('edit') },
    { label: 'Ask what it needs', icon: IconLink, run: () => open('link') },
    status === 'active'
      ? { label: 'Suspend', icon: IconPlayerPause, run: () => open('suspend'), isDangerous: true }
      : { label: 'Reactivate', icon: IconPlayerPlay, run: () => open('reactivate') },
  ];
}
