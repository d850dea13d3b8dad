import type { AttemptView, DeliveryDetail } from '@parley/shared/webhooks/delivery';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { api } from '../../api.ts';
import { longDurationWords } from '../../lib/time/duration.ts';
import { LineageEntryLine } from '../../nouns/delivery/lineage-entry-line.tsx';
import { AttemptEntry } from './attempt-entry.tsx';
import { AttemptBar } from './attempt-bar.tsx';
import classes from './attempt-waterfall.module.css';
import { NextStep } from './next-step.tsx';
import { gapsOf, stepsOf, type Gap, type Step } from './waterfall-steps.ts';

/**
 * The way of a delivery from the call that published it to its latest attempt and what comes next. Attempts have bars as
 * long as they took, in their phases; the pauses between are in proportion, and cut where they would not fit. The latest stands open.
 */
export function AttemptWaterfall({ delivery }: { delivery: DeliveryDetail }) {
  const lineage = useQuery(
    api.lineage.get.queryOptions(
      { id: delivery.id },
      { refetchInterval: delivery.completedAt ? false : 15_000 },
    ),
  );
  const steps = stepsOf(delivery, lineage.data?.entries ?? []);
  const gaps = gapsOf(steps);
  const latest = delivery.attempts.at(-1);
  const longest = Math.max(1, ...delivery.attempts.map(({ durationMs }) => durationMs));
  return (
    <ol className={classes.waterfall}>
      {steps.map((step, index) => (
        <Fragment key={step.kind === 'attempt' ? step.attempt.id : step.entry.id + step.entry.kind}>
          <StepLine step={step} latest={latest} longest={longest} keyId={lineage.data?.keyId ?? null} />
          <Pause gap={gaps[index] ?? null} />
        </Fragment>
      ))}
      <NextStep delivery={delivery} />
    </ol>
  );
}

function StepLine({
  step,
  latest,
  longest,
  keyId,
}: {
  step: Step;
  latest: AttemptView | undefined;
  longest: number;
  keyId: string | null;
}) {
  if (step.kind === 'other') return <LineageEntryLine entry={step.entry} keyId={keyId} />;
  const { attempt } = step;
  return (
    <li className={classes.attempt} data-outcome={attempt.outcome === 'delivered' ? 'good' : 'bad'}>
      <AttemptEntry
        attempt={attempt}
        isLatest={attempt === latest}
        bar={
          <span className={classes.track} aria-hidden>
            <AttemptBar attempt={attempt} longest={longest} />
          </span>
        }
      />
    </li>
  );
}

function Pause({ gap }: { gap: Gap | null }) {
  if (!gap) return null;
  return (
    <li className={classes.pause} data-broken={gap.isBroken} style={{ minHeight: gap.height }}>
      {longDurationWords(gap.seconds)} later
      {gap.isBroken && <span className={classes.broken}>, not to scale</span>}
    </li>
  );
}
