import { Alert } from '@mantine/core';
import type { SignatureCheckView } from '@parley/shared/webhooks/signature-check';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { Section } from '../../ui/page/section.tsx';
import { FindingList } from './finding-list.tsx';
import { partLabels } from './part-labels.ts';
import classes from './signature-report.module.css';

/** What came out: the verdict, what was found part by part, and how it was worked out. Takes the focus when it arrives. */
export function SignatureReport({ report }: { report: SignatureCheckView }) {
  const { verdict, cause, headline, findings, steps } = report;
  const title = verdict === 'valid' ? 'Valid' : `Not valid: ${partLabels[cause ?? 'unknown'].toLowerCase()}`;
  return (
    <>
      <section ref={takeFocus} tabIndex={-1} aria-label="Verdict" className={classes.verdict}>
        <Alert
          role="presentation"
          color={verdict === 'valid' ? 'green' : 'red'}
          icon={verdict === 'valid' ? <IconCircleCheck size={20} /> : <IconCircleX size={20} />}
          title={title}
          mb="md"
        >
          {headline}
        </Alert>
      </section>
      <Section title="What was found">
        <FindingList findings={findings} />
      </Section>
      <Section title="How it is verified">
        <ol className={classes.steps}>
          {steps.map((step) => (
            <li key={step.title}>
              <strong>{step.title}</strong>
              <p className={classes.detail}>{step.detail}</p>
            </li>
          ))}
        </ol>
      </Section>
    </>
  );
}

// On a phone the report stands below the form, and a screen reader has to learn of it.
function takeFocus(verdict: HTMLElement | null) {
  verdict?.focus();
}
