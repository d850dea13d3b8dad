import { Button, Group } from '@mantine/core';

/** The end of a form in a dialog: a way out, then the act. */
export function FormActions({
  submit,
  isSending,
  onCancel,
}: {
  submit: string;
  isSending: boolean;
  onCancel: () => void;
}) {
  return (
    <Group justify="flex-end" gap="xs" mt="md">
      <Button type="button" variant="default" onClick={onCancel}>
        Cancel
      </Button>
      <Button type="submit" loading={isSending}>
        {submit}
      </Button>
    </Group>
  );
}
