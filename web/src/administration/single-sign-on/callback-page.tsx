import { Skeleton, Stack, Text } from '@mantine/core';
import type { FinishedSignOn } from '@parley/shared/administration/single-sign-on';
import type { SessionView } from '@parley/shared/administration/session';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { api, queryClient } from '../../api.ts';
import { tellConfirmed } from '../../lib/session/confirmed-elsewhere.ts';
import { SecondStep } from '../../nouns/session/second-step.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { TriedProvider } from './tried-provider.tsx';

const route = getRouteApi('/_entrance/single-sign-on');

/** Where a provider sends people back to: finishes what they were sent there for. */
export function CallbackPage() {
  const answer = route.useSearch();
  const router = useRouter();
  const isBegun = useRef(false);
  const enter = (session: SessionView, returnTo: string | null) => {
    queryClient.setQueryData(api.session.current.queryKey(), session);
    router.history.replace(session.lacksSecondFactor ? '/account' : (returnTo ?? '/'));
  };
  const finish = useMutation(
    api.singleSignOn.finish.mutationOptions({
      onSuccess: (finished) => {
        if (finished.kind === 'signed_in') enter(finished.session, finished.returnTo);
        if (finished.kind === 'confirmed') tellConfirmed();
      },
    }),
  );
  const { mutate } = finish;
  useEffect(() => {
    // An answer counts once, and a page may be drawn twice.
    if (isBegun.current) return;
    isBegun.current = true;
    const { error_description: errorDescription, state, code, iss, error } = answer;
    mutate({ state, code, iss, error, errorDescription });
    // The code is used up; nobody needs it in the history.
    globalThis.history.replaceState(globalThis.history.state, '', globalThis.location.pathname);
  }, [answer, mutate]);
  if (finish.error) return <Refused error={finish.error} />;
  if (!finish.data || finish.data.kind === 'signed_in') return <Waiting />;
  return (
    <Finished finished={finish.data} onSignedIn={enter} onBack={() => router.history.replace('/sign-in')} />
  );
}

function Waiting() {
  return (
    <>
      <PageHeader title="Signing in" />
      <Stack aria-busy aria-label="The provider is asked">
        <Skeleton h={24} w="60%" />
        <Skeleton h={80} />
      </Stack>
    </>
  );
}

function Refused({ error }: { error: unknown }) {
  return (
    <>
      <PageHeader title="That did not work" />
      <Stack gap="md">
        <ProblemAlert error={error} />
        <TextLink to="/sign-in">Back to the sign-in page</TextLink>
      </Stack>
    </>
  );
}

function Finished({
  finished,
  onSignedIn,
  onBack,
}: {
  finished: Exclude<FinishedSignOn, { kind: 'signed_in' }>;
  onSignedIn: (session: SessionView, returnTo: string | null) => void;
  onBack: () => void;
}) {
  if (finished.kind === 'second_factor')
    return (
      <SecondStep
        step={finished.step}
        onSignedIn={(session) => onSignedIn(session, finished.returnTo)}
        onBack={onBack}
      />
    );
  if (finished.kind === 'tried')
    return <TriedProvider tried={finished.tried} providerId={finished.providerId} />;
  return (
    <>
      <PageHeader title="Confirmed" />
      <Text>The other tab goes on by itself. You can close this one.</Text>
    </>
  );
}
