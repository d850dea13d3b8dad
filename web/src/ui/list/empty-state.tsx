import { Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { CodeBlock } from '../code/code-block.tsx';
import classes from './empty-state.module.css';

/** One thing to do; `code` is a command that works as it stands. */
export interface EmptyStep {
  title: string;
  text?: ReactNode;
  code?: string;
}

/** A list without rows: what would be here, and the steps that fill it. */
export function EmptyState({
  title,
  text,
  steps = [],
  actions,
}: {
  title: string;
  text: ReactNode;
  steps?: readonly EmptyStep[];
  actions?: ReactNode;
}) {
  return (
    <div className={steps.length > 0 ? classes.empty : `${classes.empty} ${classes.plain}`}>
      <Title order={2} fz="lg">
        {title}
      </Title>
      <Text c="dimmed" mt={4}>
        {text}
      </Text>
      {steps.length > 0 && (
        <ol className={classes.steps}>
          {steps.map((step) => (
            <li key={step.title} className={classes.step}>
              <Text fw={600}>{step.title}</Text>
              {step.text && (
                <Text c="dimmed" mb={step.code ? 8 : 0}>
                  {step.text}
                </Text>
              )}
              {step.code && <CodeBlock code={step.code} label={`command: ${step.title}`} />}
            </li>
          ))}
        </ol>
      )}
      {actions && (
        <Group gap="xs" mt="md" justify={steps.length > 0 ? 'flex-start' : 'center'}>
          {actions}
        </Group>
      )}
    </div>
  );
}
