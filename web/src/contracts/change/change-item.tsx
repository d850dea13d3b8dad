import { Button, Text } from '@mantine/core';
import type { ChangeView } from '@parley/shared/contracts/contract';
import { getRouteApi } from '@tanstack/react-router';
import { useMay } from '../../lib/session/session-context.ts';
import { CodeText } from '../../ui/code/code-text.tsx';
import { LazyDisclosure } from '../../ui/page/lazy-disclosure.tsx';
import { OperationList } from '../../nouns/contract/operation-list.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { AcceptanceLine } from './acceptance-line.tsx';
import classes from './change-item.module.css';
import { RestOfOperations } from './rest-of-operations.tsx';
import { ChangeLines, type Between } from '../../nouns/document-diff/change-lines.tsx';

const route = getRouteApi('/_console/apis/$slug/versions/$id/changes');

/** One change: what it is, where, who answers for it, and the lines that it is made of. */
export function ChangeItem({
  change,
  between,
  hasOperations,
}: {
  change: ChangeView;
  between: Between;
  /** Whether it names its operations, where the heading above does not. */
  hasOperations: boolean;
}) {
  const { severity, text, id, pointer, fingerprint, acceptance } = change;
  return (
    <li className={classes.item}>
      <div className={classes.text}>
        <StatusBadge status={severity} />
        <Text component="p">
          <CodeText text={text} />
        </Text>
        {severity === 'breaking' && !acceptance && <AcceptButton fingerprint={fingerprint} />}
      </div>
      <div className={classes.facts}>
        <span>
          Check <code>{id}</code>
        </span>
        <span>
          At <code>{pointer || '/'}</code>
        </span>
        <span>
          Fingerprint <code>{fingerprint}</code>
        </span>
      </div>
      {hasOperations && (
        <OperationList
          operations={change.operations}
          total={change.operationCount}
          rest={<RestOfOperations change={change} between={between} />}
        />
      )}
      {acceptance && <AcceptanceLine slug={between.slug} acceptance={acceptance} />}
      <LazyDisclosure title="Lines">{() => <ChangeLines change={change} between={between} />}</LazyDisclosure>
    </li>
  );
}

function AcceptButton({ fingerprint }: { fingerprint: string }) {
  const navigate = route.useNavigate();
  const mayPublish = useMay('contracts:publish');
  if (!mayPublish) return null;
  return (
    <Button
      type="button"
      variant="default"
      onClick={() =>
        void navigate({ search: (before) => ({ ...before, accept: fingerprint }), resetScroll: false })
      }
    >
      Accept…
    </Button>
  );
}
