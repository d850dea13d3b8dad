import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { z } from 'zod';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';

interface Comment {
  text: string;
}

interface CommentProps {
  schema: z.ZodType<Comment, Comment>;
  send: (comment: Comment) => Promise<unknown>;
}

/** One field for what somebody says of a requirement; empty again once it was said. */
export function CommentForm(props: CommentProps) {
  const [said, setSaid] = useState(0);
  return <Fields key={said} {...props} onSaid={() => setSaid((before) => before + 1)} />;
}

function Fields({ schema, send, onSaid }: CommentProps & { onSaid: () => void }) {
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema,
    initial: { text: '' },
    send,
    onSent: onSaid,
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="xs">
        <ProblemAlert error={failure} />
        <Textarea label="Comment" autosize minRows={2} maxRows={10} {...form.getInputProps('text')} />
        <Group justify="flex-end">
          <Button type="submit" variant="default" loading={isSending}>
            Add comment
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
