import type { SignatureFaultCode } from '@parley/shared/webhooks/signature-check';
import { isObject } from '../../platform/request/json.ts';
import type { Fault } from './fault.ts';

/** What a body may have been before something changed it, and what that was. */
export interface BodyForm {
  bytes: Buffer;
  fault: Fault;
}

const rawFirst =
  'Verify the raw bytes before anything parses them: express.raw(), await request.text(), request.get_data(), php://input.';

const words = {
  body_bom: [
    'There is a byte order mark in front of the body.',
    'Read the body as bytes, not through an editor.',
  ],
  body_trailing_newline: [
    'White space at the end of the body was added or removed.',
    'Do not trim the body, and do not read it line by line. A file written by an editor ends with a line break.',
  ],
  body_line_endings: [
    'The line endings of the body were changed between CRLF and LF.',
    'Read and keep the body as bytes: text mode, git and clipboards change line endings.',
  ],
  body_reformatted: ['The JSON was written again with other white space.', rawFirst],
  body_escapes: [
    'Characters of the JSON were escaped or unescaped, such as é and \\u00e9, or / and \\/.',
    rawFirst,
  ],
  body_html_escaped: [
    'The body was escaped for HTML, such as &quot; for a quotation mark.',
    'Verify the body before it passes a template or a sanitizer; copy it from the source, not from a page.',
  ],
  body_key_order: ['The fields of the JSON are in another order.', rawFirst],
  body_reserialised: ['The JSON was parsed and written again.', rawFirst],
  body_quoted: [
    'The body is the text of a JSON string that holds the body.',
    'It was turned to JSON twice: verify the string inside.',
  ],
  body_base64: [
    'The body is written in base64.',
    'Decode it first: gateways of functions hand it over so (isBase64Encoded).',
  ],
  body_charset: [
    'The body was read in another character set: letters such as é became two.',
    'Read the body as UTF-8, or keep it as bytes.',
  ],
} as const satisfies Partial<Record<SignatureFaultCode, readonly [message: string, fix: string]>>;

/** The fault of a body of which only the form was changed. */
export const formFault = (code: keyof typeof words): Fault => {
  const [message, fix] = words[code];
  return { check: 'body', code, message, fix };
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

// Depth is bounded by the stack, which a hostile body may exhaust in `JSON.stringify`.
const unlessBroken = <Value>(make: () => Value): Value | null => {
  try {
    return make();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError || error instanceof TypeError)
      return null;
    throw error;
  }
};

/** White space outside of strings, in text that is known to be JSON. Keeps numbers as they are written. */
const spaces = /("(?:\\.|[^"\\])*")|\s+/g;
const separators = /("(?:\\.|[^"\\])*")|([,:])/g;

const escapeAs: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

const unescape = (json: string): string =>
  json.replaceAll(/\\(?:u([0-9a-fA-F]{4})|(\/)|[\s\S])/g, (whole, hex?: string, slash?: string) => {
    if (slash) return slash;
    if (!hex) return whole;
    const character = String.fromCodePoint(Number.parseInt(hex, 16));
    return character < ' ' ? whole : (escapeAs[character] ?? character);
  });

const unicodeEscape = (json: string): string =>
  json.replaceAll(/[\u0080-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

const entities: Record<string, string> = {
  quot: '"',
  apos: "'",
  '#39': "'",
  '#x27': "'",
  '#34': '"',
  lt: '<',
  gt: '>',
  amp: '&',
};

/** Forms of a text that is JSON. The keys of a webhook of Parley are `type`, `timestamp`, `data`, in this order. */
const jsonForms = (json: string): [keyof typeof words, string][] => {
  const parsed: unknown = JSON.parse(json);
  const compact = json.replaceAll(spaces, '$1');
  const spaced = compact.replaceAll(separators, (whole, text?: string) => text ?? `${whole} `);
  const forms: [keyof typeof words, string][] = [
    ['body_reformatted', compact],
    ['body_reformatted', JSON.stringify(parsed, null, 2)],
    ['body_reformatted', JSON.stringify(parsed, null, 4)],
    ['body_reformatted', spaced],
    ['body_escapes', unescape(json)],
    ['body_escapes', unicodeEscape(json)],
    ['body_escapes', json.replaceAll('/', '\\/')],
    ['body_reserialised', unescape(compact)],
    ['body_reserialised', JSON.stringify(parsed)],
  ];
  if (typeof parsed === 'string') forms.unshift(['body_quoted', parsed]);
  if (isObject(parsed) && 'type' in parsed && 'timestamp' in parsed && 'data' in parsed) {
    const { type, timestamp, data, ...others } = parsed;
    forms.push(['body_key_order', JSON.stringify({ type, timestamp, data, ...others })]);
  }
  return forms;
};

const textForms = (text: string): [keyof typeof words, string][] => [
  ['body_trailing_newline', text.trimEnd()],
  ['body_trailing_newline', `${text}\n`],
  ['body_trailing_newline', `${text}\r\n`],
  ['body_line_endings', text.replaceAll('\r\n', '\n')],
  ['body_line_endings', text.replaceAll(/\r?\n/g, '\r\n')],
  ...(unlessBroken(() => jsonForms(text)) ?? []),
  [
    'body_html_escaped',
    text.replaceAll(/&(quot|apos|lt|gt|amp|#39|#34|#x27);/g, (_, name: string) => entities[name] ?? ''),
  ],
];

/**
 * What the body may have been: the forms that a parser, an editor, a gateway or a clipboard turns it into, undone, and
 * the same done, where the sender itself had the other form. Never the body as it is.
 */
export const bodyForms = (body: Buffer): BodyForm[] => {
  const text = unlessBroken(() => utf8.decode(body));
  if (text === null) return [];
  const hasMark = text.startsWith('\uFEFF');
  const plain = hasMark ? text.slice(1) : text;
  const forms: BodyForm[] = textForms(plain).map(([code, form]) => ({
    bytes: Buffer.from(form),
    fault: formFault(hasMark ? 'body_bom' : code),
  }));
  if (hasMark) forms.unshift({ bytes: Buffer.from(plain), fault: formFault('body_bom') });
  if (/^[A-Za-z0-9+/\r\n]{8,}={0,2}\s{0,2}$/.test(plain))
    forms.push({ bytes: Buffer.from(plain, 'base64'), fault: formFault('body_base64') });
  if (/[\u0080-\u00ff]/.test(plain) && !/[\u0100-\uffff]/.test(plain))
    forms.push({ bytes: Buffer.from(plain, 'latin1'), fault: formFault('body_charset') });
  return forms.filter(
    ({ bytes }, index) =>
      !bytes.equals(body) && forms.findIndex((earlier) => earlier.bytes.equals(bytes)) === index,
  );
};
