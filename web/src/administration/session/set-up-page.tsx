import { getRouteApi } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { AccountForm } from './account-form.tsx';
import { InvitationGate } from './invitation-gate.tsx';

const route = getRouteApi('/_entrance/set-up');

export function SetUpPage() {
  return (
    <InvitationGate token={route.useSearch().token}>
      {(_, token) => (
        <>
          <PageHeader
            title="Set up Parley"
            description="You become the owner, who may do everything and invite others."
          />
          <AccountForm token={token} email={null} submit="Create the owner account" />
        </>
      )}
    </InvitationGate>
  );
}
