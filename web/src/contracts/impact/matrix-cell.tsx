import type { MatrixCell as Cell } from '@parley/shared/contracts/contract-matrix';
import { formatNumber } from '../../lib/text/count.ts';
import { Evidence } from './evidence.tsx';
import classes from './matrix.module.css';

/** How much one change reaches one consumer, and how sure that is. Without a cell: nothing was seen, or nobody can know. */
export function MatrixCell({ cell, isObserved }: { cell: Cell | undefined; isObserved: boolean }) {
  if (!cell) return <span className={classes.none}>{isObserved ? '–' : 'Unknown'}</span>;
  return (
    <>
      <Evidence grade={cell.evidence} />
      {cell.evidence !== 'declared' && <span className={classes.calls}>{formatNumber(cell.calls)}</span>}
    </>
  );
}
