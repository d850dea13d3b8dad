import { isWritable, mayMove, type RequirementView } from '@parley/shared/access/requirement';
import {
  IconArchive,
  IconCircleX,
  IconLink,
  IconMessageQuestion,
  IconPencil,
  IconPlayerPause,
} from '@tabler/icons-react';
import type { MenuAct } from '../../ui/page/more-menu.tsx';

type Dialog = 'request-changes' | 'decline' | 'suspend' | 'archive' | 'edit' | 'link';

/** What can be done with a requirement in its state, by who may; each act opens a dialog. */
export function requirementActs(
  status: RequirementView['status'],
  { mayWrite, mayAnswer }: { mayWrite: boolean; mayAnswer: boolean },
  open: (dialog: Dialog) => void,
): MenuAct[] {
  const acts: (MenuAct | false)[] = [
    mayWrite && isWritable(status) && { label: 'Edit', icon: IconPencil, run: () => open('edit') },
    mayWrite &&
      status !== 'archived' && { label: 'Link for the integrator', icon: IconLink, run: () => open('link') },
    mayAnswer &&
      mayMove('request_changes', status) && {
        label: 'Request changes',
        icon: IconMessageQuestion,
        run: () => open('request-changes'),
      },
    mayAnswer &&
      mayMove('decline', status) && { label: 'Decline', icon: IconCircleX, run: () => open('decline') },
    mayAnswer &&
      mayMove('suspend', status) && {
        label: 'Suspend',
        icon: IconPlayerPause,
        run: () => open('suspend'),
        isDangerous: true,
      },
    mayAnswer &&
      mayMove('archive', status) && {
        label: 'Archive',
        icon: IconArchive,
        run: () => open('archive'),
        isDangerous: true,
      },
  ];
  return acts.filter((act) => act !== false);
}
