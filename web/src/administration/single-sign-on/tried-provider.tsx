import { Stack, Text } from '@mantine/core';
import type { SignOnStep, TriedSignOn } from '@parley/shared/administration/single-sign-on';
import { StepVerdict } from '../../ui/text/step-verdict.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { Section } from '../../ui/page/section.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { roleLabel } from '../../nouns/role/role-words.ts';

const words: Record<SignOnStep['step'], string> = {
  answer: 'Answer',
  email: 'E-mail address',
  domain: 'Domain',
  role: 'Role',
  account: 'Account',
};

/** What a test of a provider found, step by step, and what it said of the person. Nobody was signed in by it. */
export function TriedProvider({ tried, providerId }: { tried: TriedSignOn; providerId: string }) {
  return (
    <>
      <PageHeader
        title={`Test of ${tried.providerName}`}
        description={
          tried.accepted && tried.role
            ? `This person would come in as ${roleLabel(tried.role)}.`
            : 'This person would be refused.'
        }
      />
      <Stack gap="md">
        <StepVerdict
          isAccepted={tried.accepted}
          steps={tried.steps.map(({ step, passed, text }) => ({ id: step, name: words[step], passed, text }))}
        />
        <Text size="sm" c="dimmed">
          {tried.hasTwoFactors
            ? 'It counts as two factors.'
            : 'It counts as one factor: amr does not say mfa.'}{' '}
          Nobody was signed in, and no account was made.
        </Text>
        <Section title="What the provider said">
          <KeyValue facts={tried.claims.map(({ name, value }) => [name, <code key={name}>{value}</code>])} />
        </Section>
        <TextLink to="/identity-providers/$id" params={{ id: providerId }}>
          Back to {tried.providerName}
        </TextLink>
      </Stack>
    </>
  );
}
