import { Textarea } from '@mantine/core';

/** A note for others, which may be left out. */
export function NoteField({ note, onChange }: { note: string; onChange: (note: string) => void }) {
  return (
    <Textarea
      label="Note"
      description="For others; it stays in the history. May be left out."
      autosize
      minRows={2}
      maxLength={1000}
      value={note}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
