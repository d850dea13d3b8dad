import { Box, Switch } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { useSession } from '../../lib/session/session-context.ts';
import { WhyNot } from '../../nouns/role/why-not.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';

/** What is asked of everybody who signs in; for owners to change. */
export function SecurityPolicy() {
  const { role } = useSession();
  const policy = useQuery(api.securityPolicy.get.queryOptions({}));
  const update = useMutation(
    api.securityPolicy.update.mutationOptions({
      onSuccess: async () => {
        await Promise.all([
          queryClient.invalidateQueries(api.securityPolicy.pathFilter()),
          queryClient.invalidateQueries(api.session.pathFilter()),
        ]);
      },
    }),
  );
  return (
    <Box mt="lg">
      <Section title="Signing in">
        <ProblemAlert error={policy.error ?? update.error} />
        <Switch
          label="Ask everybody for a second factor"
          description="Who has none can add one and do nothing else until then. It holds at once, for those who are signed in as well."
          checked={policy.data?.secondFactorRequired ?? false}
          disabled={role !== 'owner' || !policy.data || update.isPending}
          onChange={(event) => update.mutate({ secondFactorRequired: event.currentTarget.checked })}
        />
        {role !== 'owner' && <WhyNot what="change this" roles={['owner']} />}
      </Section>
    </Box>
  );
}
