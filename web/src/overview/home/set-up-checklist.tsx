import { Text, VisuallyHidden } from '@mantine/core';
import type { HomeView } from '@parley/shared/overview/home';
import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { useCommandLine } from '../../nouns/command-line/use-command-line.ts';
import { ButtonLink } from '../../ui/text/button-link.tsx';
import { CodeBlock } from '../../ui/code/code-block.tsx';
import { Section } from '../../ui/page/section.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import classes from './set-up-checklist.module.css';
import { setUpSteps, type SetUpStep } from './set-up-steps.ts';

/** The way to the first delivery, ticked from what exists. Nothing once all of it is done. */
export function SetUpChecklist({ checklist }: { checklist: HomeView['checklist'] }) {
  const environment = useEnvironment();
  const mayReadTypes = useMay('event-types:read');
  const isPublishNext = checklist.eventType && !checklist.event;
  const newest = useQuery(
    api.eventType.list.queryOptions({ limit: 1 }, { enabled: isPublishNext && mayReadTypes }),
  );
  const steps = setUpSteps(environment, newest.data?.items[0], useCommandLine());
  const open = steps.filter(({ id }) => !checklist[id]);
  if (open.length === 0) return null;
  return (
    <Section
      title={`Set up ${environment}`}
      actions={
        <Text c="dimmed">
          {steps.length - open.length} of {steps.length} done
        </Text>
      }
    >
      <ol className={classes.steps}>
        {steps.map((step) => (
          <li key={step.id} className={classes.step}>
            {checklist[step.id] ? (
              <DoneStep step={step} />
            ) : (
              <OpenStep step={step} isNext={step === open[0]} />
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function DoneStep({ step }: { step: SetUpStep }) {
  return (
    <>
      <IconCircleCheckFilled size={18} className={classes.done} aria-hidden />
      <div>
        <Text c="dimmed">
          <VisuallyHidden>Done: </VisuallyHidden>
          {step.title}
        </Text>
      </div>
    </>
  );
}

function OpenStep({ step, isNext }: { step: SetUpStep; isNext: boolean }) {
  return (
    <>
      <IconCircle size={18} className={isNext ? classes.next : classes.open} aria-hidden />
      <div className={classes.body}>
        <Text fw={600}>{step.title}</Text>
        <Text c="dimmed">{step.text}</Text>
        <StepLink link={step.link} isNext={isNext} />
        {step.code && (
          <details className={classes.command}>
            <summary>By command</summary>
            <CodeBlock code={step.code} label={`command: ${step.title}`} />
          </details>
        )}
      </div>
    </>
  );
}

function StepLink({ link, isNext }: { link: SetUpStep['link']; isNext: boolean }) {
  const isAllowed = useMay(link.scope);
  if (!isAllowed) return null;
  const search = (before: object): object => (link.opensDialog ? { ...before, dialog: 'create' } : before);
  if (!isNext)
    return (
      <TextLink to={link.to} search={search}>
        {link.label}
      </TextLink>
    );
  return (
    <ButtonLink to={link.to} search={search} mt={8} mb={4}>
      {link.label}
    </ButtonLink>
  );
}
