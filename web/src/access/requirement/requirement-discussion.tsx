import { Stack } from '@mantine/core';
import type { RequirementView } from '@parley/shared/access/requirement';
import type { RequirementEntryView } from '@parley/shared/access/requirement-entry';
import { CommentIntake } from '@parley/shared/access/intake';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { CommentForm } from '../../nouns/requirement/comment-form.tsx';
import { RequirementEntries } from '../../nouns/requirement/requirement-entries.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';

const shown = 200;

const kindWords: Record<RequirementEntryView['author']['kind'], string> = {
  staff: 'staff',
  integrator: 'the integrator',
  api_key: 'an API key',
  command_line: 'the command line',
  system: 'Parley',
};

const authorWords = ({ kind, name }: RequirementEntryView['author']) =>
  kind === 'staff' && name ? name : kindWords[kind];

/** What was said of a requirement and done with it, and where to say more. */
export function RequirementDiscussion({ requirement: { id, consumerId } }: { requirement: RequirementView }) {
  const mayWrite = useMay('consumers:write');
  const entries = useQuery(api.requirement.history.queryOptions({ consumerId, id, limit: shown }));
  const comment = useMutation(api.requirement.comment.mutationOptions());
  return (
    <Section title="Discussion">
      <Stack gap="lg">
        {mayWrite && (
          <CommentForm
            schema={CommentIntake}
            send={async ({ text }) => {
              await comment.mutateAsync({ consumerId, id, text });
              await queryClient.invalidateQueries(api.requirement.history.pathFilter());
            }}
          />
        )}
        <ProblemAlert error={entries.error} />
        <RequirementEntries entries={entries.data?.items ?? []} authorWords={authorWords} />
      </Stack>
    </Section>
  );
}
