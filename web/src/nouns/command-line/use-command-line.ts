import type { CommandLineView } from '@parley/shared/administration/session';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';

/** How this Parley's command line is called; `undefined` until the server has said it. For pages inside the frame. */
export function useCommandLine(): CommandLineView | undefined {
  return useQuery(api.session.commandLine.queryOptions(undefined, { staleTime: Infinity })).data;
}
