import { z } from 'zod';

/** An opaque identifier, `<prefix>_` and 26 characters that sort by time. Anything else is simply not found. */
export const idOf = (prefix: string, what: string) =>
  z
    .string()
    .min(1)
    .max(128)
    .meta({ description: `Identifier of the ${what}.`, example: `${prefix}_01m3k7q2x8e5v9r4t6w1y0z3ab` });
