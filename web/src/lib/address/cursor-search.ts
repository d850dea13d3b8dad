import { z } from 'zod';

/** The address of a list that has pages and no filters. */
export const CursorSearch = z.object({ cursor: z.string().optional().catch(undefined) });
