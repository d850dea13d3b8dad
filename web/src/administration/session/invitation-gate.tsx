import { Skeleton, Stack, Text } from '@mantine/core';
import type { InvitationView } from '@parley/shared/administration/session';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../api.ts';
import { isProblem } from '../../lib/problem/problem.ts';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';

/** Checks the link first; only a valid one shows the form. */
export function InvitationGate({
  token,
  children,
}: {
  token: string | undefined;
  children: (invitation: InvitationView, token: string) => ReactNode;
}) {
  const invitation = useQuery(
    api.session.invitation.queryOptions({ token: token ?? '' }, { enabled: Boolean(token), retry: false }),
  );
  if (token && invitation.data) return children(invitation.data, token);
  if (!token || isProblem(invitation.error, 'invitation.not_found')) return <InvalidLink />;
  if (invitation.error) return <ErrorState error={invitation.error} onRetry={invitation.refetch} />;
  return (
    <Stack aria-busy aria-label="Checking the link">
      <Skeleton h={24} w="60%" />
      <Skeleton h={120} />
    </Stack>
  );
}

function InvalidLink() {
  return (
    <>
      <PageHeader title="This link is not valid any more" />
      <Stack gap="sm">
        <Text>A link works once and for a limited time. Ask the person who invited you for a new one.</Text>
        <Text>For the first set-up, restart Parley: it prints a new link.</Text>
        <Text>
          Already have an account? <TextLink to="/sign-in">Sign in</TextLink>
        </Text>
      </Stack>
    </>
  );
}
