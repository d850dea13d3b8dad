import type { ImpactMatrixView, MatrixChange, MatrixRow } from '@parley/shared/contracts/contract-matrix';
import { count, formatNumber } from '../../lib/text/count.ts';
import { CodeText } from '../../ui/code/code-text.tsx';
import { OperationName } from '../../nouns/contract/operation-name.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import { ContactLinks } from './contact-links.tsx';
import { MatrixCell } from './matrix-cell.tsx';
import classes from './matrix.module.css';

/** Consumers by changes as a real table, whose heads stay in sight. */
export function MatrixTable({ matrix, slug, id }: { matrix: ImpactMatrixView; slug: string; id: string }) {
  const { columns, rows, isObserved } = matrix;
  return (
    // A table that scrolls has to be reachable without a mouse.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={classes.frame} aria-label="Consumers and changes, table" tabIndex={0}>
      <table className={classes.table} aria-label="Consumers and changes">
        <Heads columns={columns} slug={slug} id={id} />
        <tbody>
          {rows.map((row) => (
            <Row key={row.consumerId} row={row} columns={columns} isObserved={isObserved} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Columns that stand side by side because they are of one operation. */
const groupsOf = (columns: readonly MatrixChange[]) => {
  const groups: { operation: string | null; size: number }[] = [];
  for (const { operation } of columns) {
    const last = groups.at(-1);
    if (last && last.operation === operation) last.size += 1;
    else groups.push({ operation, size: 1 });
  }
  return groups;
};

function Heads({ columns, slug, id }: { columns: MatrixChange[]; slug: string; id: string }) {
  return (
    <thead>
      <tr>
        <th scope="col" rowSpan={2} className={classes.consumer}>
          Consumer
        </th>
        {['Last call', '7 days', '30 days'].map((head) => (
          <th key={head} scope="col" rowSpan={2} className={classes.number}>
            {head}
          </th>
        ))}
        {groupsOf(columns).map(({ operation, size }) => (
          <th key={operation} scope="colgroup" colSpan={size} className={classes.operation}>
            {operation === null ? 'The whole API' : <OperationName name={operation} />}
          </th>
        ))}
      </tr>
      <tr>
        {columns.map((change, index) => (
          <th key={`${change.fingerprint} ${index}`} scope="col" className={classes.change}>
            <span className={classes.severity}>
              <StatusBadge status={change.severity} /> {count(change.consumerCount, 'consumer')}
            </span>
            <TextLink
              to="/apis/$slug/versions/$id/changes"
              params={{ slug, id }}
              search={{ search: change.text.slice(0, 100) }}
            >
              <span className={classes.changeText} title={change.text}>
                <CodeText text={change.text} />
              </span>
            </TextLink>
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Row({ row, columns, isObserved }: { row: MatrixRow; columns: MatrixChange[]; isObserved: boolean }) {
  const cells = new Map(row.cells.map((cell) => [cell.column, cell]));
  return (
    <tr>
      <th scope="row" className={classes.consumer}>
        <TextLink to="/consumers/$id" params={{ id: row.consumerId }}>
          {row.name}
        </TextLink>
        <ContactLinks of={row} />
      </th>
      <td className={classes.number}>
        <Time at={row.lastSeenAt} absent="None" />
      </td>
      <td className={classes.number}>{formatNumber(row.callsWeek)}</td>
      <td className={classes.number}>{formatNumber(row.callsMonth)}</td>
      {columns.map((change, index) => (
        <td key={`${change.fingerprint} ${index}`} className={classes.cell}>
          <MatrixCell cell={cells.get(index)} isObserved={isObserved} />
        </td>
      ))}
    </tr>
  );
}
