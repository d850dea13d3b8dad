import { getRouteApi } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { AccountForm } from './account-form.tsx';
import { InvitationGate } from './invitation-gate.tsx';

const route = getRouteApi('/_entrance/invitation');

export function InvitationPage() {
  return (
    <InvitationGate token={route.useSearch().token}>
      {({ email, role }, token) => (
        <>
          <PageHeader title="Join Parley" description={`You were invited as ${role}.`} />
          <AccountForm token={token} email={email} submit="Create account" />
        </>
      )}
    </InvitationGate>
  );
}
