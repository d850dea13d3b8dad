import { z } from 'zod';

/** A bounded piece of text that is trimmed and never empty. `max` counts UTF-16 units. */
export const text = (max: number, description: string, example: string) =>
  z.string().trim().min(1).max(max).meta({ description, example });

/** An instant: ISO 8601 in UTC with `Z`, as every time in the API. */
export const isoTime = (description: string) =>
  z.iso.datetime().meta({ description, format: 'date-time', example: '2026-11-22T09:30:00.000Z' });

/** An opaque identifier, `<prefix>_` and 26 characters that sort by time. Anything else is simply not found. */
export const idOf = (prefix: string, what: string) =>
  z
    .string()
    .min(1)
    .max(128)
    .meta({ description: `Identifier of the ${what}.`, example: `${prefix}_01m3k7q2x8e5v9r4t6w1y0z3ab` });
