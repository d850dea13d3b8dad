import { Alert, Button, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { alone, api, queryClient } from '../../api.ts';
import { isProblem } from '../../lib/problem/problem.ts';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { IntakeWork } from './intake-work.tsx';

/** What an integrator sees, without an account: first the link is opened, then what is needed is written. */
export function IntakePage() {
  const token = useRouterState({ select: ({ location }) => location.hash });
  return token === '' ? <Opened /> : <Unopened token={token} />;
}

function Unopened({ token }: { token: string }) {
  const navigate = useNavigate();
  const claim = useMutation(api.intake.claim.mutationOptions());
  const opening = useMutation({
    mutationFn: async () => {
      await claim.mutateAsync({ token, keepAs: 'cookie' });
      await queryClient.resetQueries(api.intake.get.pathFilter());
      // The token opened what it opens: it has to stand in no address any more.
      await navigate({ to: '/intake', hash: '', replace: true });
    },
  });
  return (
    <>
      <PageHeader title="What do you need from our APIs?" />
      <Stack gap="md">
        <ProblemAlert error={opening.error} />
        <Text>
          With this link you say what your application needs: what for, which operations, how often. You need
          no account, and can save and come back.
        </Text>
        <Text>
          The link is opened once. From then on it works in this browser only, for 30 days, so open it where
          you will write.
        </Text>
        <Button type="button" onClick={() => opening.mutate()} loading={opening.isPending}>
          Open the link in this browser
        </Button>
      </Stack>
    </>
  );
}

function Opened() {
  const intake = useQuery(api.intake.get.queryOptions({}, { ...alone, retry: false }));
  if (intake.data) return <IntakeWork intake={intake.data} />;
  if (isProblem(intake.error, 'auth.required')) return <NotOpen />;
  if (intake.error)
    return (
      <>
        <PageHeader title="What do you need from our APIs?" />
        <ErrorState error={intake.error} onRetry={intake.refetch} />
      </>
    );
  return (
    <Stack aria-busy aria-label="Reading what you wrote">
      <Skeleton h={24} w="60%" />
      <Skeleton h={320} />
    </Stack>
  );
}

function NotOpen() {
  return (
    <>
      <PageHeader title="No link is open in this browser" />
      <Alert color="yellow" variant="light" role="note" title="Use the link that you were given">
        A link is opened once and works in the browser that opened it, for 30 days, unless it is revoked. Ask
        the people who run this API program for a new one; what you saved is kept.
      </Alert>
    </>
  );
}
