import { Stack, Textarea } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { linesOf, readLimits } from '../../nouns/plan/plan-text.ts';
import { Disclosure } from '../../ui/page/disclosure.tsx';
import { readNotes } from './key-notes.ts';

/** What a key is held to beside the plan of its consumer, and notes, as the fields hold them: one a line. */
export interface KeyBounds extends Record<string, unknown> {
  networks: string;
  limits: string;
  metadata: string;
}

/** Nothing of its own. */
export const noKeyBounds: KeyBounds = { networks: '', limits: '', metadata: '' };

/** As the API takes them. What is empty says nothing; limits that cannot be read are left for the schema to refuse. */
export function keyBoundsOf({ networks, limits, metadata }: KeyBounds) {
  const read = readLimits(limits);
  return {
    networks: networks.trim() === '' ? undefined : linesOf(networks),
    limits: limits.trim() === '' ? undefined : read.wrong === null ? read.limits : limits,
    metadata: metadata.trim() === '' ? undefined : readNotes(metadata),
  };
}

const fields = ['networks', 'limits', 'metadata'] as const;

/** Networks, limits and notes of a key alone. */
export function ApiKeyBounds<Values extends KeyBounds>({ form }: { form: UseFormReturnType<Values> }) {
  const { wrong } = readLimits(form.values.limits);
  const errorAt = (name: string) =>
    Object.entries(form.errors).find(([path]) => path === name || path.startsWith(`${name}.`))?.[1];
  return (
    <Disclosure
      title="Networks, limits and notes"
      hint="narrower than the plan"
      isNeeded={fields.some((name) => errorAt(name) !== undefined)}
    >
      <Stack gap="md" mt="sm">
        <Textarea
          label="Networks"
          description="Whence the key may be used, one a line: 192.0.2.0/24, 2001:db8::/32 or one address. Empty for wherever the plan allows."
          autosize
          minRows={2}
          maxRows={8}
          spellCheck={false}
          {...form.getInputProps('networks')}
          error={errorAt('networks')}
        />
        <Textarea
          label="Limits of this key"
          description="Beside those of the plan, one a line: 20 a second, 60 a minute: POST /v1/events."
          autosize
          minRows={2}
          maxRows={8}
          {...form.getInputProps('limits')}
          error={wrong === null ? errorAt('limits') : `Line ${wrong} is no limit. Write it as 20 a second.`}
        />
        <Textarea
          label="Notes"
          description="For people, one a line: team: billing."
          autosize
          minRows={2}
          maxRows={8}
          {...form.getInputProps('metadata')}
          error={errorAt('metadata')}
        />
      </Stack>
    </Disclosure>
  );
}
