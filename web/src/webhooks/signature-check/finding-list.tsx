import type { SignatureFinding } from '@parley/shared/webhooks/signature-check';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import classes from './finding-list.module.css';
import { partLabels } from './part-labels.ts';

/** What was found about each part of the request; what is wrong first, with what to do. */
export function FindingList({ findings }: { findings: readonly SignatureFinding[] }) {
  return (
    <ul className={classes.list}>
      {findings.map((finding) => (
        <li key={`${finding.check} ${finding.message}`} className={classes.finding}>
          {finding.ok ? (
            <IconCircleCheck size={18} color="var(--parley-good)" aria-hidden />
          ) : (
            <IconCircleX size={18} color="var(--parley-bad)" aria-hidden />
          )}
          <div className={classes.text}>
            <p className={classes.part}>
              {partLabels[finding.check]}: <span data-ok={finding.ok}>{finding.ok ? 'right' : 'wrong'}</span>
            </p>
            <p>{finding.message}</p>
            {finding.fix && (
              <p className={classes.fix}>
                <strong>What to do: </strong>
                {finding.fix}
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
