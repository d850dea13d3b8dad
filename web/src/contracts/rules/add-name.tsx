import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';

const nameOfRule = /^[a-z][\w./-]{0,99}$/i;

/** Takes the name of a rule or check that is not in the list yet. */
export function AddName({
  what,
  names,
  onAdd,
}: {
  what: string;
  names: readonly string[];
  onAdd: (name: string) => void;
}) {
  const [name, setName] = useState('');
  const [error, setError] = useState<string | null>(null);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!nameOfRule.test(name.trim())) {
          setError(`The id of a ${what}, such as ${names[0] ?? 'house/paging'}.`);
          return;
        }
        onAdd(name.trim());
        setName('');
      }}
    >
      <Group gap="xs" p={16} align="flex-start">
        <TextInput
          aria-label={`Another ${what}`}
          placeholder={`Another ${what}, by its id`}
          w={{ base: '100%', xs: 340 }}
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          value={name}
          error={error}
          onChange={({ currentTarget }) => {
            setName(currentTarget.value);
            setError(null);
          }}
        />
        <Button type="submit" variant="default">
          Add {what}
        </Button>
      </Group>
    </form>
  );
}
