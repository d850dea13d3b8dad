import { z } from 'zod';

/**
 * A bounded piece of text that is trimmed and never empty. `max` counts UTF-16 units. The pattern is for readers of the
 * document, who would take blanks for text: it is tried after trimming, where it holds already.
 */
export const text = (max: number, description: string, example: string) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .meta({ description, example, pattern: String.raw`\S` });

/** An instant: ISO 8601 in UTC with `Z`, as every time in the API. */
export const isoTime = (description: string) =>
  z.iso.datetime().meta({ description, format: 'date-time', example: '2026-11-22T09:30:00.000Z' });
