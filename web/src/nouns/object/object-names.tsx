import type { NamedObject, ObjectKind } from '@parley/shared/overview/object';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { api } from '../../api.ts';

/** An object by what it is and its id. */
export interface ObjectRef {
  kind: ObjectKind;
  id: string;
}

const Names = createContext<ReadonlyMap<string, NamedObject>>(new Map());

const keyOf = ({ kind, id }: ObjectRef): string => `${kind} ${id}`;

/** Asks once for the names of all objects of a list, for whatever is inside. */
export function ObjectNames({ objects, children }: { objects: readonly ObjectRef[]; children: ReactNode }) {
  // Sorted, so that another order of the same rows is the same question.
  const asked = [...new Map(objects.map((one) => [keyOf(one), one])).values()].toSorted((a, b) =>
    keyOf(a).localeCompare(keyOf(b)),
  );
  const names = useQuery(
    api.object.names.queryOptions(
      { objects: asked.map(({ kind, id }) => ({ kind, id })) },
      { enabled: asked.length > 0, staleTime: 30_000, placeholderData: keepPreviousData },
    ),
  );
  const known = useMemo(
    () => new Map((names.data?.items ?? []).map((one) => [keyOf(one), one])),
    [names.data],
  );
  return <Names value={known}>{children}</Names>;
}

/** What an object is called and whether it is there; `undefined` until that is known, or for who may not know. */
export function useObjectName(object: ObjectRef): NamedObject | undefined {
  return useContext(Names).get(keyOf(object));
}
