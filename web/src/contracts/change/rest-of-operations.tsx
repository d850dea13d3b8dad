import type { ChangeView } from '@parley/shared/contracts/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api.ts';
import { OperationName } from '../../nouns/contract/operation-name.tsx';
import type { Between } from '../../nouns/document-diff/change-lines.tsx';
import { GrowButton } from '../../ui/list/grow-button.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';

const pageSize = 200;

/** The operations of a change that are not listed with it, page by page on demand; items of the list that they end. */
export function RestOfOperations({ change, between }: { change: ChangeView; between: Between }) {
  const [isAsked, setAsked] = useState(false);
  const { fingerprint, operations, operationCount } = change;
  const { slug, baseId, id } = between;
  const pages = useInfiniteQuery(
    api.contractChange.operations.infiniteQueryOptions(
      { slug, fingerprint, to: id, limit: pageSize, ...(baseId === null ? {} : { from: baseId }) },
      { enabled: isAsked, getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined },
    ),
  );
  const found = (pages.data?.pages ?? []).flatMap(({ items }) => items).slice(operations.length);
  const grow = () => (isAsked ? void pages.fetchNextPage() : setAsked(true));
  return (
    <>
      {found.map((name) => (
        <li key={name}>
          <OperationName name={name} />
        </li>
      ))}
      <li>
        {pages.error && <ProblemAlert error={pages.error} />}
        <GrowButton hiddenCount={operationCount - operations.length - found.length} grow={grow} />
      </li>
    </>
  );
}
