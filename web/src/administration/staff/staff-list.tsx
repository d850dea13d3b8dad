import { Button } from '@mantine/core';
import type { StaffInvited, StaffView } from '@parley/shared/administration/staff';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import type { Column } from '../../ui/list/column.ts';
import { ListTable } from '../../ui/list/list-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { Time } from '../../ui/text/time.tsx';
import { EditStaffDialog } from './edit-staff-dialog.tsx';
import { InvitationLink } from './invitation-link.tsx';
import { InviteStaffDialog } from './invite-staff-dialog.tsx';
import { SavedViews } from '../../nouns/saved-view/saved-views.tsx';
import { RoleList } from '../../nouns/role/role-list.tsx';
import { WhyNot } from '../../nouns/role/why-not.tsx';
import { roleLabel } from '../../nouns/role/role-words.ts';
import { SecurityPolicy } from './security-policy.tsx';
import { StaffActions } from './staff-actions.tsx';
import { StaffName } from './staff-name.tsx';
import { SwitchStaffDialog } from './switch-staff-dialog.tsx';

const route = getRouteApi('/_console/staff');

const columns: Column<StaffView>[] = [
  { id: 'name', header: 'Person', cell: (person) => <StaffName person={person} /> },
  { id: 'role', header: 'Role', cell: ({ role }) => roleLabel(role), wide: true },
  { id: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    id: 'single-sign-on',
    header: 'Signs in',
    cell: ({ hasSingleSignOn }) => (hasSingleSignOn ? 'By the company' : 'Here'),
    wide: true,
  },
  {
    id: 'second-factor',
    header: 'Second factor',
    cell: ({ hasSecondFactor }) => (hasSecondFactor ? 'Yes' : 'None'),
    wide: true,
  },
  {
    id: 'signed-in',
    header: 'Last signed in',
    cell: ({ lastSignedInAt }) => <Time at={lastSignedInAt} absent="Never" />,
    align: 'right',
    wide: true,
  },
  { id: 'actions', header: 'Actions', cell: (person) => <StaffActions person={person} />, align: 'right' },
];

const noun = ['person', 'people'] as const;
const rowKey = ({ id }: StaffView) => id;

export function StaffList() {
  const { cursor, order, dialog, staffId } = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('staff:write');
  const [invited, setInvited] = useState<StaffInvited | null>(null);
  const staff = useQuery(
    api.staff.list.queryOptions({ cursor, order }, { placeholderData: keepPreviousData }),
  );
  const person = staff.data?.items.find(({ id }) => id === staffId);
  const setDialog = (next: 'create' | undefined) =>
    void navigate({
      search: (before) => ({ ...before, dialog: next, staffId: undefined }),
      resetScroll: false,
    });
  const close = () => setDialog(undefined);

  return (
    <>
      <PageHeader
        title="Staff"
        description="The people who may sign in to this console, and what each of them may do."
        actions={<Invite onClick={() => setDialog('create')} />}
      />
      <SavedViews list="staff" />
      <ListTable label="Staff" query={staff} {...{ noun, columns, rowKey }} empty={<Nobody />} />
      <SecurityPolicy />
      <RoleList />
      {mayWrite && (
        <>
          <InviteStaffDialog
            opened={dialog === 'create'}
            onClose={close}
            onInvited={(next) => {
              setInvited(next);
              close();
            }}
          />
          <EditStaffDialog person={dialog === 'edit' ? person : undefined} onClose={close} />
          <SwitchStaffDialog
            person={person}
            act={dialog === 'create' || dialog === 'edit' ? undefined : dialog}
            onClose={close}
          />
        </>
      )}
      <InvitationLink invited={invited} onSent={() => setInvited(null)} />
    </>
  );
}

function Invite({ onClick }: { onClick: () => void }) {
  if (!useMay('staff:write')) return <WhyNot what="invite and change staff" roles={['owner', 'admin']} />;
  return (
    <Button type="button" leftSection={<IconPlus size={14} />} onClick={onClick}>
      Invite staff
    </Button>
  );
}

function Nobody() {
  return <EmptyState title="Nobody has an account" text="Invite the first person." />;
}
