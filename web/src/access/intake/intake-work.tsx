import { Alert, Stack, Text } from '@mantine/core';
import type { IntakeView } from '@parley/shared/access/intake';
import { isWritable } from '@parley/shared/access/requirement';
import { RequirementEntries } from '../../nouns/requirement/requirement-entries.tsx';
import { RequirementFacts } from '../../nouns/requirement/requirement-facts.tsx';
import { requirementBadges } from '../../nouns/requirement/requirement-words.ts';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { Section } from '../../ui/page/section.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { Time } from '../../ui/text/time.tsx';
import { IntakeComment } from './intake-comment.tsx';
import { IntakeForm } from './intake-form.tsx';

type Status = IntakeView['requirement']['status'];

const next: Record<Status, string> = {
  draft: 'Write what you need, save as often as you like, and submit it when it is complete.',
  submitted: 'It was submitted. You see the answer here.',
  changes_requested: 'Changes were asked for. Make them and submit again.',
  approved: 'It was approved.',
  declined: 'It was declined.',
  suspended: 'The approval does not hold for now.',
  archived: 'It is over and kept to be read.',
};

const authorWords = ({ kind }: IntakeView['entries'][number]['author']) =>
  kind === 'integrator' || kind === 'api_key' ? 'you' : 'the API program';

/** One requirement as its integrator works on it: where it stands, what is to be written, and what was said. */
export function IntakeWork({ intake }: { intake: IntakeView }) {
  const { requirement, entries, consumerName, endsAt } = intake;
  const { status, answer } = requirement;
  return (
    <>
      <PageHeader
        title={`What ${consumerName} needs`}
        badge={<StatusBadge {...requirementBadges[status]} />}
        description={next[status]}
      />
      {answer && (
        <Alert
          color={status === 'changes_requested' ? 'yellow' : 'indigo'}
          variant="light"
          role="note"
          title="What you were answered"
          mb="md"
        >
          <Text style={{ whiteSpace: 'pre-wrap' }}>{answer}</Text>
        </Alert>
      )}
      {isWritable(status) ? (
        <IntakeForm requirement={requirement} />
      ) : (
        <Section title="What you declared">
          <RequirementFacts requirement={requirement} />
        </Section>
      )}
      <Section title="Discussion and history">
        <Stack gap="lg">
          <IntakeComment />
          <RequirementEntries entries={entries} authorWords={authorWords} />
        </Stack>
      </Section>
      <Text size="sm" c="dimmed">
        You can come back in this browser until <Time at={endsAt} />.
      </Text>
    </>
  );
}
