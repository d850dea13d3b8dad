import type { Audience } from '@parley/shared/webhooks/event';

/** What a command publishes. */
interface Publication {
  type: string;
  data: unknown;
  /** The text of `data` where that is known, which the command then sends as it is. */
  dataText?: string;
  subject?: string | null;
  audience?: Audience;
}

/** `text` as one word of a POSIX shell, whatever it holds. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function post(path: string, text: string): string {
  return [
    `curl ${location.origin}${path} \\`,
    '  -H "Authorization: Bearer $PARLEY_KEY" \\',
    '  -H "Content-Type: application/json" \\',
    `  -d ${shellQuote(text)}`,
  ].join('\n');
}

/** A command that sends `body` as JSON to this Parley with the key in `$PARLEY_KEY`; works as it stands. */
export function curlPost(path: string, body: unknown): string {
  const short = JSON.stringify(body);
  return post(path, short.length <= 60 ? short : JSON.stringify(body, null, 2).replaceAll('\n', '\n  '));
}

/** A command that publishes one event. Leaves out what the key decides by itself. */
export function publishCurl({ type, data, dataText, subject, audience }: Publication): string {
  const others = { ...(subject && { subject }), ...(audience && audience !== 'own' && { audience }) };
  if (dataText === undefined) return curlPost('/v1/events', { type, data, ...others });
  const text = JSON.stringify({ type, ...others }).slice(0, -1);
  return post('/v1/events', `${text},"data":${dataText}}`);
}
