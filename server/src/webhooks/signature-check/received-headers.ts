import { isObject } from '../../platform/request/json.ts';
import type { Fault } from './fault.ts';

interface Field {
  /** In lower case. */
  name: string;
  value: string;
}

/** The three headers of a webhook as far as they could be read, and what is wrong with how they came. */
export interface ReceivedHeaders {
  id: string | null;
  timestamp: string | null;
  signature: string | null;
  faults: Fault[];
}

// A header line as it is, or as curl, Node and browsers print it: `> name: value`, `-H 'name: value'`, `'name': 'value',`.
const line = /^\s*(?:[<>]\s+|(?:-H|--header)\s+)?['"]?([\w!#$%&*+.^`|~-]+)['"]?\s*:\s*(.*)$/;

/** Cuts these characters off at both ends. By hand: an expression takes quadratic time on a long row of spaces. */
const strip = (text: string, characters: string): string => {
  let [from, to] = [0, text.length];
  while (from < to && characters.includes(text.charAt(from))) from += 1;
  while (to > from && characters.includes(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
};

const padding = ' \t\r\n\'"';

const fieldsOfRecord = (record: Record<string, unknown>): Field[] =>
  Object.entries(record).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => ({ name: name.toLowerCase(), value: String(one) })),
  );

const parseObject = (text: string): Record<string, unknown> | null => {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
};

const fieldsOfText = (text: string): Field[] => {
  const object = parseObject(text);
  if (object) return fieldsOfRecord(object);
  const fields: Field[] = [];
  for (const row of text.split(/\r\n|\r|\n/)) {
    // After the blank line comes the body.
    if (row.trim() === '' && fields.length > 0) break;
    const [, name, value] = line.exec(row) ?? [];
    const last = fields.at(-1);
    if (name !== undefined && value !== undefined)
      fields.push({ name: name.toLowerCase(), value: strip(value, `${padding},\\`) });
    // A folded line: RFC 9112, section 5.2.
    else if (last && /^\s+\S/.test(row)) last.value += ` ${row.trim()}`;
  }
  return fields;
};

/** Names by which the headers are known when they are not called `webhook-…`: other senders, proxies, frameworks. */
const otherNames = {
  'webhook-id':
    /^(?:x[-_])?(?:svix|parley|webhooks?|hook)[-_](?:webhook[-_])?(?:id|msg[-_]?id|message[-_]?id|event[-_]?id)$/,
  'webhook-timestamp':
    /^(?:x[-_])?(?:svix|parley|webhooks?|hook|request)[-_](?:[a-z]+[-_])?(?:timestamp|time|ts)$/,
  'webhook-signature': /signature/,
} as const;

type Name = keyof typeof otherNames;

// CGI and its heirs (WSGI, Rack, PHP) write `webhook-id` as `HTTP_WEBHOOK_ID`.
const plainName = (name: string): string =>
  name.startsWith('http_') ? name.slice('http_'.length).replaceAll('_', '-') : name;

const fieldsNamed = (fields: readonly Field[], name: Name, faults: Fault[]): Field[] => {
  const found = fields.filter((field) => plainName(field.name) === name);
  if (found.length > 0) return found;
  const renamed = fields.filter((field) => otherNames[name].test(field.name));
  const [first] = renamed;
  faults.push(
    first
      ? {
          check: 'header',
          code: 'header_renamed',
          message: `There is no ${name}; it seems to have arrived as ${first.name}.`,
          fix: `Parley sends ${name}. Find the proxy or the code that renames it, or read that name.`,
        }
      : {
          check: 'header',
          code: 'header_missing',
          message: `The header ${name} is missing.`,
          fix: `Paste all headers. If it did not arrive, a proxy in front of the receiver drops ${name}: let it through.`,
        },
  );
  return renamed.filter((field) => field.name === first?.name);
};

const readOne = (fields: readonly Field[], name: Name, faults: Fault[]): string | null => {
  const found = fieldsNamed(fields, name, faults);
  const [first] = found;
  if (!first) return null;
  const joined = found.map(({ value }) => value).join(', ');
  const values = (name === 'webhook-signature' ? joined.split(/,\s*(?=v\d+a?,)/) : joined.split(',')).map(
    (value) => strip(value, padding),
  );
  if (values.length > 1)
    faults.push({
      check: 'header',
      code: 'header_repeated',
      message: `${name} came ${values.length} times, or was joined with commas.`,
      fix: `Look for a proxy or a test that adds ${name} again. Several signatures stand in one header, separated by spaces.`,
    });
  else if (joined !== values[0])
    faults.push({
      check: 'header',
      code: 'header_padded',
      message: `There are spaces, line breaks or quotation marks around the value of ${name}.`,
      fix: 'Trim the value, and do not quote it.',
    });
  return name === 'webhook-signature' ? values.join(' ') : (values[0] ?? null);
};

const isTime = (text: string): boolean => /^\d{9,16}$/.test(text);
const isId = (text: string): boolean => /^[a-z]+_\w+$/i.test(text);

/**
 * Reads the headers of a webhook from an object, a header block, or the JSON of either. Names are found in any case
 * (RFC 9110, section 5.1). What is wrong is read as it was probably meant, and told in `faults`.
 */
export const readHeaders = (headers: string | Record<string, string>): ReceivedHeaders => {
  const fields = typeof headers === 'string' ? fieldsOfText(headers) : fieldsOfRecord(headers);
  const faults: Fault[] = [];
  const id = readOne(fields, 'webhook-id', faults);
  const timestamp = readOne(fields, 'webhook-timestamp', faults);
  const signature = readOne(fields, 'webhook-signature', faults);
  if (id === null || timestamp === null || !isTime(id) || !isId(timestamp))
    return { id, timestamp, signature, faults };
  faults.push({
    check: 'header',
    code: 'header_swapped',
    message: 'webhook-id holds a time, and webhook-timestamp holds an id: they are swapped.',
    fix: 'Read webhook-id as the id of the event and webhook-timestamp as seconds; sign id.timestamp.body in this order.',
  });
  return { id: timestamp, timestamp: id, signature, faults };
};
