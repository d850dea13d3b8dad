import type { ProblemView } from '@parley/shared/words/problem-view';
import type { z } from 'zod';

/** The filled fields only: an empty or blank text means that nothing was said. */
export function withoutBlanks(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => value !== undefined && !(typeof value === 'string' && value.trim() === ''),
    ),
  );
}

/** Blank fields as `null`, which clears them on the server: for forms that change what exists. */
export function blanksAsNull(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' && value.trim() === '' ? null : value,
    ]),
  );
}

/** What to show beside each field, first complaint wins. A nested path is joined by dots, as Mantine names fields. */
export function fieldErrors(issues: readonly z.core.$ZodIssue[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of issues) errors[issue.path.join('.')] ??= complaint(issue);
  return errors;
}

/** The complaints of the server about fields that this form has. */
export function problemFields(problem: ProblemView, fields: readonly string[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of problem.errors ?? []) {
    const name = path.replace(/^\//, '').replaceAll('/', '.');
    const isHere = fields.some((field) => name === field || name.startsWith(`${field}.`));
    if (isHere) errors[name] ??= message;
  }
  return errors;
}

function complaint(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && (issue.input === undefined || issue.message.endsWith('undefined')))
    return 'Fill this in.';
  if (issue.code === 'invalid_type' && issue.message.endsWith('null')) return 'Fill this in.';
  if (issue.code === 'invalid_format' && issue.format === 'email')
    return 'An e-mail address, such as ada@clinic.example.';
  if (issue.code === 'too_small' && issue.origin === 'array') return 'Choose at least one.';
  if (issue.code === 'too_big' && issue.origin === 'string') return `At most ${issue.maximum} characters.`;
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  return issue.message;
}
