import { z } from 'zod';
import { idOf } from '../words/id.ts';
import { instant } from '../words/instant.ts';

/** The most that is looked at. */
const bodyBytesMax = 256 * 1024;

const headers = z
  .union(
    [
      z.string().min(1).max(32_000).meta({ description: 'The header block: one `Name: value` a line.' }),
      z
        .record(z.string().max(200), z.string().max(8000))
        .refine((record) => Object.keys(record).length <= 200, 'At most 200 headers.')
        .meta({ description: 'Names and values.' }),
    ],
    { error: 'The headers as an object of texts, or as text with one `Name: value` a line.' },
  )
  .meta({
    description: 'The headers that were received, as an object or as the text of the header block.',
    example: {
      'webhook-id': 'evt_01m3k7q2x8e5v9r4t6w1y0z3ab',
      'webhook-timestamp': '1795339800',
      'webhook-signature': 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
    },
  });

const body = z
  .string()
  // Base64 takes four characters for three bytes.
  .max(Math.ceil(bodyBytesMax / 3) * 4, 'At most 256 KiB.')
  .meta({
    description: 'The raw body, byte for byte as it arrived; at most 256 KiB.',
    example: '{"type":"invoice.generated","timestamp":"2026-11-22T09:30:00.000Z","data":{"amount":1200}}',
  });

const bodyEncoding = z.enum(['utf8', 'base64']).meta({
  id: 'BodyEncoding',
  description: '`base64` when the body could not be copied as text.',
  example: 'utf8',
});

/** How many bytes a text has in UTF-8. */
const utf8Length = (text: string): number => {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4;
  }
  return bytes;
};

export const RunSignatureCheck = z
  .strictObject({
    endpointId: idOf('ep', 'endpoint'),
    headers,
    body,
    bodyEncoding: bodyEncoding.default('utf8'),
    secret: z
      .string()
      .min(1)
      .max(500)
      .meta({
        description:
          'The secret that the receiver uses, to compare it with the endpoint’s. Used for this answer only, never stored.',
      })
      .optional(),
    receivedAt: instant('When the request arrived; now, unless said.').optional(),
  })
  .refine((input) => input.bodyEncoding === 'utf8' || /^[A-Za-z0-9+/=\s]*$/.test(input.body), {
    path: ['body'],
    error: 'Not base64.',
  })
  .refine((input) => input.bodyEncoding === 'base64' || utf8Length(input.body) <= bodyBytesMax, {
    path: ['body'],
    error: 'At most 256 KiB.',
  });
export type RunSignatureCheck = z.output<typeof RunSignatureCheck>;

/** What a signature depends on, in the order in which the first thing that is wrong counts as the cause. */
export const SignatureCheckPart = z.enum(['header', 'prefix', 'secret', 'body', 'clock']).meta({
  id: 'SignatureCheckPart',
  description:
    '`header`: the three headers; `prefix`: how the signature is written, `v1,` and base64; `secret`; `body`: its bytes; `clock`: the timestamp.',
});
export type SignatureCheckPart = z.infer<typeof SignatureCheckPart>;

export const SignatureFaultCode = z
  .enum([
    'header_missing',
    'header_renamed',
    'header_repeated',
    'header_padded',
    'header_swapped',
    'header_other_event',
    'header_other_timestamp',
    'header_not_signed',
    'header_unknown_event',
    'prefix_missing',
    'prefix_other',
    'encoding_hex',
    'encoding_base64url',
    'signature_length',
    'signature_unexplained',
    'signature_asymmetric',
    'secret_previous',
    'secret_other_endpoint',
    'secret_other_environment',
    'secret_not_decoded',
    'secret_padded',
    'secret_malformed',
    'secret_not_of_endpoint',
    'secret_unknown',
    'body_empty',
    'body_object',
    'body_bom',
    'body_trailing_newline',
    'body_line_endings',
    'body_reformatted',
    'body_escapes',
    'body_html_escaped',
    'body_key_order',
    'body_reserialised',
    'body_quoted',
    'body_base64',
    'body_charset',
    'body_changed',
    'clock_milliseconds',
    'clock_not_seconds',
    'clock_too_old',
    'clock_too_new',
  ])
  .meta({
    id: 'SignatureFaultCode',
    description: 'The stable name of what is wrong; switch on this.',
    example: 'body_reformatted',
  });
export type SignatureFaultCode = z.infer<typeof SignatureFaultCode>;

const SignatureFinding = z
  .object({
    check: SignatureCheckPart,
    ok: z.boolean().meta({ description: 'Whether this part is right.' }),
    code: SignatureFaultCode.nullable().meta({ description: '`null` where nothing is wrong.' }),
    message: z.string().meta({ description: 'What was found.' }),
    fix: z.string().nullable().meta({ description: 'What the receiver can do about it.' }),
  })
  .meta({ id: 'SignatureFinding', description: 'What could be told of one part of a signature.' });
export type SignatureFinding = z.infer<typeof SignatureFinding>;

const SignatureStep = z
  .object({
    title: z.string().meta({ description: 'What a receiver does.' }),
    detail: z
      .string()
      .meta({ description: 'What came out with this request. Never a signature or a secret.' }),
  })
  .meta({ id: 'SignatureStep', description: 'One step of the verification of a signature.' });
export type SignatureStep = z.infer<typeof SignatureStep>;

const SignatureVerdict = z.enum(['valid', 'invalid']).meta({
  id: 'SignatureVerdict',
  description: 'Whether the signature verifies.',
  example: 'invalid',
});

const SignatureCause = z.enum([...SignatureCheckPart.options, 'unknown']).meta({
  id: 'SignatureCause',
  description: 'Which part was wrong; `unknown` where nothing explains the signature.',
  example: 'body',
});

export const SignatureCheckView = z
  .object({
    verdict: SignatureVerdict,
    cause: SignatureCause.nullable().meta({
      description:
        'What was wrong; the first where it is several; `null` for a valid request; `unknown` where nothing explains the signature.',
    }),
    headline: z.string().meta({ description: 'The verdict in a sentence.' }),
    findings: z.array(SignatureFinding).meta({
      description: 'What could be told, part by part. A part that could not be judged is left out.',
    }),
    steps: z.array(SignatureStep).meta({ description: 'How the signature is verified, in order.' }),
  })
  .meta({ id: 'SignatureCheck', description: 'Why a received webhook is valid, or what was wrong with it.' });
export type SignatureCheckView = z.infer<typeof SignatureCheckView>;
