import { waitingMax, type WaitingView } from '@parley/shared/overview/waiting';
import classes from './navigation.module.css';
import type { ConsolePage } from './navigation-pages.ts';

/** How much waits in some rooms together, as a number and, for readers, in words. Nothing while nothing does. */
export function Waiting({
  pages,
  waiting,
}: {
  pages: readonly ConsolePage[];
  waiting: WaitingView | undefined;
}) {
  const counted = pages.flatMap(({ waiting: what }) => {
    const amount = what && waiting?.[what.of];
    return what && amount ? [{ amount, words: what.words }] : [];
  });
  if (counted.length === 0) return null;
  const sum = counted.reduce((total, { amount }) => total + amount, 0);
  return (
    <span
      className={classes.badge}
      title={counted.map(({ amount, words }) => `${amount} ${words}`).join(', ')}
    >
      <span aria-hidden>{sum >= waitingMax ? `${waitingMax - 1}+` : sum}</span>
      <span className={classes.unseen}>
        , {counted.map(({ amount, words }) => `${amount} ${words}`).join(', ')}
      </span>
    </span>
  );
}
