import { useForm, type UseFormReturnType } from '@mantine/form';
import type { ProblemCode } from '@parley/shared/problem';
import { useState, type SubmitEvent } from 'react';
import type { z } from 'zod';
import { fieldErrors, problemFields, withoutBlanks } from './form-errors.ts';
import { problemOf } from '../problem/problem.ts';

/** A form whose rules are a schema of `@parley/shared`, and whose refusals land beside their fields. */
export interface SchemaForm<Values> {
  form: UseFormReturnType<Values>;
  onSubmit: (event: SubmitEvent<HTMLFormElement>) => void;
  /** A failure that belongs to no field of the form; `null` before the first one and while it is sent again. */
  failure: unknown;
  isSending: boolean;
}

/**
 * Checks `initial`-shaped values with `schema` and sends the parsed result. Blank fields count as absent. What the
 * server refuses shows beside the field that it names, anything else becomes `failure`.
 *
 * @example
 * const { form, onSubmit, failure, isSending } = useSchemaForm({
 *   schema: CreateConsumer,
 *   initial: { name: '', kind: 'partner', description: '' },
 *   send: create.mutateAsync,
 *   onSent: (consumer) => navigate({ to: '/consumers/$id', params: { id: consumer.id } }),
 * });
 */
export function useSchemaForm<Values extends Record<string, unknown>, Input, Output, Sent>({
  schema,
  initial,
  prepare = withoutBlanks,
  fieldOf = {},
  send,
  onSent,
}: {
  schema: z.ZodType<Output, Input>;
  initial: Values;
  /** Turns what stands in the fields into what the schema takes. Leaves out blanks by default. */
  prepare?: (values: Values) => unknown;
  /** Problems that are about one field, such as a name that is taken. */
  fieldOf?: Partial<Record<ProblemCode, keyof Values & string>>;
  send: (input: Output) => Promise<Sent>;
  onSent: (sent: Sent) => unknown;
}): SchemaForm<Values> {
  const [failure, setFailure] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  const form = useForm<Values>({
    initialValues: initial,
    validate: (values) => {
      const result = schema.safeParse(prepare(values));
      return result.success ? {} : fieldErrors(result.error.issues);
    },
  });

  async function submit(values: Values) {
    setFailure(null);
    setSending(true);
    try {
      await onSent(await send(schema.parse(prepare(values))));
    } catch (error) {
      const problem = problemOf(error);
      const field = Object.entries(fieldOf).find(([code]) => code === problem.code)?.[1];
      const fields = field ? { [field]: `${problem.title}.` } : problemFields(problem, Object.keys(initial));
      if (Object.keys(fields).length > 0) form.setErrors(fields);
      else setFailure(error);
    } finally {
      setSending(false);
    }
  }

  return { form, onSubmit: form.onSubmit((values) => void submit(values)), failure, isSending };
}
