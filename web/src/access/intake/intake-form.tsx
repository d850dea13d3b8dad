import { Button, Group, Stack, Text } from '@mantine/core';
import { SaveIntake } from '@parley/shared/access/intake';
import type { RequirementView } from '@parley/shared/access/requirement';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, queryClient } from '../../api.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { RequirementFields } from '../../nouns/requirement/requirement-fields.tsx';
import { changesIn, valuesIn } from '../../nouns/requirement/requirement-values.ts';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';

/** What is needed, to be written, saved and submitted. */
export function IntakeForm({ requirement }: { requirement: RequirementView }) {
  const [isSaved, setSaved] = useState(false);
  const isLast = useRef(false);
  const save = useMutation(api.intake.save.mutationOptions());
  const submit = useMutation(api.intake.submit.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: SaveIntake,
    initial: valuesIn(requirement),
    prepare: changesIn,
    send: async (changes) => {
      const saved = await save.mutateAsync(changes);
      return isLast.current ? submit.mutateAsync({}) : saved;
    },
    onSent: (intake) => {
      setSaved(!isLast.current);
      queryClient.setQueryData(api.intake.get.queryKey({}), intake);
    },
  });
  const begin = (isSubmission: boolean) => () => {
    isLast.current = isSubmission;
    setSaved(false);
  };
  return (
    <Section title="What you need">
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          <RequirementFields form={form} />
          <ProblemAlert error={failure} />
          <Group justify="flex-end" gap="xs">
            <Text size="sm" component="output">
              {isSaved ? 'Saved.' : ''}
            </Text>
            <Button type="submit" variant="default" loading={isSending} onClick={begin(false)}>
              Save draft
            </Button>
            <Button type="submit" loading={isSending} onClick={begin(true)}>
              Submit
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
