import { Textarea } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { ReactNode } from 'react';
import classes from './json-field.module.css';

/**
 * A field of a form that holds JSON as text. Shows what is wrong with the field and with any place inside it, such
 * as `data.amount`.
 */
export function JsonField<Values extends Record<string, unknown>>({
  form,
  name,
  label,
  description,
  isNeeded = false,
  minRows = 6,
}: {
  form: UseFormReturnType<Values>;
  name: keyof Values & string;
  label: string;
  description?: ReactNode;
  isNeeded?: boolean;
  minRows?: number;
}) {
  return (
    <Textarea
      label={label}
      description={description}
      required={isNeeded}
      autosize
      minRows={minRows}
      maxRows={16}
      spellCheck={false}
      autoComplete="off"
      classNames={{ input: classes.input ?? '' }}
      {...form.getInputProps(name)}
      error={complaints(form.errors, name)}
    />
  );
}

function complaints(errors: Record<string, ReactNode>, name: string): ReactNode {
  const inside = Object.entries(errors).filter(([path]) => path === name || path.startsWith(`${name}.`));
  if (inside.length === 0) return null;
  return inside.map(([path, message]) => (
    <span key={path} className={classes.complaint}>
      {path !== name && <code>{path.slice(name.length + 1)}</code>} {message}
    </span>
  ));
}
