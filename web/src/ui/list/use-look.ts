import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** The row that the panel shows, as the address says, and how to show another or none. */
export function useLook(): [string | undefined, (id: string | undefined) => void] {
  const navigate = useNavigate();
  const id = useSearch({ strict: false, select: ({ look }) => look });
  const look = useCallback(
    (next: string | undefined) =>
      void navigate({
        to: '.',
        search: (search: object) => ({ ...search, look: next }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  return [id, look];
}
