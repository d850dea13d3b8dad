import { DeclareEventType, UpdateEventType } from '@parley/shared/webhooks/event-type';
import { z } from 'zod';
import { jsonTextOf } from '../../lib/text/json-text.ts';

/** What stands in the fields; schema and example are JSON as text. */
export interface EventTypeValues extends Record<string, unknown> {
  name: string;
  description: string;
  schema: string;
  example: string;
}

const schemaText = jsonTextOf(
  z.union([z.record(z.string(), z.unknown()), z.boolean()], {
    error: 'A JSON Schema is an object, or true or false.',
  }),
);
const exampleText = jsonTextOf(z.unknown()).optional();

/** What stands in the fields of an edit: also how the new version is mapped down, and which schema may break. */
export interface EditValues extends EventTypeValues {
  /** JSON as text. */
  downcast: string;
  /** The text of the schema that somebody said yes to; a schema that changed since asks again. */
  acknowledged: string | null;
}

const downcastText = jsonTextOf(UpdateEventType.shape.downcast.unwrap()).optional();

export const DeclareEventTypeForm = DeclareEventType.extend({ schema: schemaText, example: exampleText });
export const UpdateEventTypeForm = UpdateEventType.extend({
  schema: schemaText,
  example: exampleText,
  downcast: downcastText,
});
