import { z } from 'zod';

const FieldError = z
  .object({
    path: z.string().meta({
      description:
        'JSON Pointer (RFC 6901) into the fields of the request, such as `/data/amount`; empty for all of it.',
    }),
    message: z.string().meta({ description: 'What this field takes.' }),
  })
  .meta({ id: 'FieldError', description: 'A field that is missing or wrong.' });

/** The body of every failed answer: RFC 9457 `application/problem+json`, with our `code` and `requestId`. */
export const ProblemView = z
  .object({
    type: z.string().meta({ description: 'Address of the page that explains this problem.' }),
    title: z.string().meta({ description: 'What went wrong; the same words every time.' }),
    status: z.int().meta({ description: 'The HTTP status, repeated.' }),
    detail: z.string().meta({ description: 'What went wrong this time, and what to do.' }),
    instance: z.string().meta({ description: 'The path that was called.' }),
    code: z.string().meta({ description: 'The stable name of the problem; switch on this.' }),
    errors: z.array(FieldError).meta({ description: 'One entry for each wrong field.' }).optional(),
    requestId: z.string().meta({ description: 'Quote this when you ask for help.' }),
  })
  .meta({ id: 'Problem', description: 'A failure, as RFC 9457 describes it.' });
export type ProblemView = z.infer<typeof ProblemView>;
