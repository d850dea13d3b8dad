import { z } from 'zod';

/** Whether this is a name of the time zone database. */
export const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name }).format();
    return true;
  } catch {
    return false;
  }
};

/** In whose days something is counted. */
export const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'A time zone by its name, such as Europe/Berlin or UTC.')
  .meta({
    description:
      'The time zone whose days are counted, by its name. Calls are counted by the hour: where a zone is off by half an hour, an hour belongs to the day that it begins in.',
    example: 'Europe/Berlin',
  })
  .default('UTC');
