import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import classes from './step-verdict.module.css';
import { StatusBadge } from './status-badge.tsx';

/** One thing that was looked at, and what was found. */
interface Step {
  id: string;
  name: string;
  passed: boolean;
  text: string;
}

/** What was looked at, in its order; it ends where it was refused. */
export function StepVerdict({ isAccepted, steps }: { isAccepted: boolean; steps: readonly Step[] }) {
  return (
    <section aria-label="What was found" aria-live="polite">
      <StatusBadge status={isAccepted ? 'open' : 'refused'} words={isAccepted ? 'accepted' : 'refused'} />
      <ol className={classes.steps}>
        {steps.map(({ id, name, passed, text }) => (
          <li key={id} className={passed ? classes.passed : classes.failed}>
            {passed ? <IconCircleCheck size={16} aria-hidden /> : <IconCircleX size={16} aria-hidden />}
            <span>
              <strong>
                {name}
                {!passed && ': refused here'}
              </strong>
              {/* The marks of code are for those who read it as text. */}
              <span className={classes.text}>{text.replaceAll('`', '')}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
