import type { StaffView } from '@parley/shared/administration/staff';
import {
  IconFileTime,
  IconHistory,
  IconPencil,
  IconPlayerPlay,
  IconShieldOff,
  IconUnlink,
  IconUserOff,
} from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useMay, useSession } from '../../lib/session/session-context.ts';
import { MoreMenu, type MenuAct } from '../../ui/page/more-menu.tsx';

const route = getRouteApi('/_console/staff');

/** What can be done with a person. Only an owner changes owners, and nobody disables themselves. */
export function StaffActions({ person }: { person: StaffView }) {
  const session = useSession();
  const mayChange = useMay('staff:write') && (person.role !== 'owner' || session.role === 'owner');
  const mayAudit = useMay('audit:read');
  const navigate = route.useNavigate();
  const open = (dialog: 'edit' | 'disable' | 'enable' | 'reset' | 'separate') =>
    void navigate({ search: (before) => ({ ...before, dialog, staffId: person.id }), resetScroll: false });

  const acts: MenuAct[] = [];
  if (mayChange) acts.push({ label: 'Edit name or role', icon: IconPencil, run: () => open('edit') });
  if (mayAudit)
    acts.push({
      label: 'What they did',
      icon: IconHistory,
      run: () => void navigate({ to: '/audit', search: { actorId: person.id } }),
    });
  if (mayAudit)
    acts.push({
      label: 'What was changed of them',
      icon: IconFileTime,
      run: () => void navigate({ to: '/audit', search: { targetId: person.id } }),
    });
  if (session.role === 'owner' && person.hasSecondFactor)
    acts.push({ label: 'Remove second factors', icon: IconShieldOff, run: () => open('reset') });
  if (session.role === 'owner' && person.hasSingleSignOn)
    acts.push({ label: 'Separate from the provider', icon: IconUnlink, run: () => open('separate') });
  if (mayChange && person.status === 'disabled')
    acts.push({ label: 'Enable', icon: IconPlayerPlay, run: () => open('enable') });
  if (mayChange && person.status !== 'disabled' && person.id !== session.staffId)
    acts.push({ label: 'Disable', icon: IconUserOff, run: () => open('disable'), isDangerous: true });
  return <MoreMenu label={`Actions for ${person.email}`} acts={acts} isSubtle />;
}
