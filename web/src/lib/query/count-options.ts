import { keepPreviousData } from '@tanstack/react-query';

/** How a total is asked for: the one before stays until the next is there, and it keeps up slower than the rows. */
export const countOptions = {
  placeholderData: keepPreviousData,
  refetchInterval: 30_000,
  staleTime: 10_000,
} as const;
