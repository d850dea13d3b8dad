import { z } from 'zod';

/** The name of an event type. */
export const EventTypeName = z
  .string()
  .max(128)
  .regex(
    /^[A-Za-z][\w-]*(?:\.[\w-]+)*$/,
    'Words of letters, digits, _ and -, joined by dots: invoice.generated',
  )
  .meta({ description: 'Words joined by dots, such as `invoice.generated`.', example: 'invoice.generated' });

/** What an endpoint asks for: a name, `invoice.*` for every name below `invoice.`, or `*` for all. */
export const EventTypePattern = z
  .string()
  .max(130)
  .regex(
    /^(?:\*|[A-Za-z][\w-]*(?:\.[\w-]+)*(?:\.\*)?)$/,
    'An event type, or a wildcard at the end: invoice.generated, invoice.*, *',
  )
  .meta({ description: 'An event type, `invoice.*`, or `*`.', example: 'invoice.*' });
