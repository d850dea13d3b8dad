import type { ContractFiles } from './repository-files.ts';
import { Unusable } from './unusable.ts';

/** A Parley that answers over HTTP, and the key for it. */
export interface Server {
  url: string;
  key: string;
}

/** The server that options or the environment name; `null` where they name none. Throws {@link Unusable}. */
export const serverOf = ({ url, key }: { url?: string; key?: string }): Server | null => {
  const address = url ?? process.env.PARLEY_URL;
  if (!address) {
    if (key !== undefined) throw new Unusable('--key is for --url.');
    return null;
  }
  const secret = key ?? process.env.PARLEY_API_KEY;
  if (!secret) throw new Unusable('A server asks for a key: set PARLEY_API_KEY, or give --key.');
  if (!/^[\u0021-\u007e]+$/.test(secret)) throw new Unusable('The key holds signs that no key has.');
  const parsed = URL.canParse(address) ? new URL(address) : null;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username || parsed.search || parsed.hash)
    throw new Unusable(`\`${address}\` is no address of a Parley, such as https://parley.example.`);
  return { url: parsed.href.replace(/\/$/, ''), key: secret };
};

const patienceMs = 120_000;
const tries = 4;
const waitMaxMs = 10_000;
const answerBytesMax = 64 * 1024 * 1024;

/** One call: of what, with what, and what the key has to allow. */
export interface Question {
  path: string;
  body: object;
  scope: string;
  /** Those that are sent, for the places of a refusal. */
  files: ContractFiles;
}

/** What a server says of a refusal; RFC 9457. */
interface Refusal {
  title?: unknown;
  detail?: unknown;
  code?: unknown;
  errors?: unknown;
}

const readJson = async (response: Response, server: Server): Promise<unknown> => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > answerBytesMax) throw new Unusable(`${server.url} answers with more than 64 MiB.`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new Unusable(
      `${server.url} answers ${response.status}, and not as Parley does. Check the address.`,
    );
  }
};

const words = (value: unknown): string => (typeof value === 'string' ? value : '');

/** `line 3, column 5: …`, with the file before it where there are several. */
const placed = /^(?:(.+), )?line (\d+), column (\d+): (.*)$/s;

const placesOf = (errors: unknown, { entry }: ContractFiles) =>
  (Array.isArray(errors) ? errors : []).flatMap((error: { message?: unknown } | null) => {
    const [, file = entry, line, column, text] = placed.exec(words(error?.message)) ?? [];
    return text === undefined ? [] : [{ file, line: Number(line), column: Number(column), text }];
  });

const remedyOf = (status: number, scope: string): string => {
  if (status === 401) return ' Check --key or PARLEY_API_KEY.';
  return status === 403 ? ` The key needs the scope ${scope}.` : '';
};

const refusalOf = (status: number, body: unknown, server: Server, { scope, files }: Question): Unusable => {
  const { title, detail, code, errors }: Refusal = typeof body === 'object' && body !== null ? body : {};
  if (words(code) === '')
    return new Unusable(`${server.url} answers ${status}, and not as Parley does. Check the address.`);
  const said = [words(title), words(detail)].filter(Boolean).join('. ');
  return new Unusable(
    `${server.url} answers ${status}: ${said}${remedyOf(status, scope)}`,
    placesOf(errors, files),
    words(code),
  );
};

const failureOf = (error: unknown, server: Server): Unusable => {
  if (error instanceof Unusable) return error;
  const isSlow = error instanceof Error && error.name === 'TimeoutError';
  if (isSlow) return new Unusable(`${server.url} did not answer within ${patienceMs / 1000} seconds.`);
  const cause = error instanceof Error ? error.cause : undefined;
  const reason = cause instanceof Error ? cause.message : error instanceof Error ? error.message : '';
  return new Unusable(`${server.url} cannot be reached: ${reason || 'no connection'}.`);
};

const pause = async (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

const waitOf = (response: Response): number =>
  Math.min(waitMaxMs, Math.max(1, Number(response.headers.get('retry-after')) || 1) * 1000);

/** Calls one operation. Whoever is busy is asked again, a few times. */
const call = async (server: Server, path: string, body: string): Promise<Response> => {
  const address = new URL(path, server.url.endsWith('/') ? server.url : `${server.url}/`);
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(address, {
      method: 'POST',
      // The key is for this address, and for no other that it names.
      redirect: 'manual',
      headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(patienceMs),
    });
    if (response.status >= 300 && response.status < 400)
      throw new Unusable(
        `${server.url} leads on to ${response.headers.get('location') ?? 'another address'}. Give that address.`,
      );
    if ((response.status !== 503 && response.status !== 429) || attempt === tries) return response;
    await response.body?.cancel();
    await pause(waitOf(response));
  }
};

/** Asks a server, and answers the body of its answer. Throws {@link Unusable} for everything else. */
export const askServer = async (server: Server, question: Question): Promise<unknown> => {
  try {
    const response = await call(server, question.path, JSON.stringify(question.body));
    const body = await readJson(response, server);
    if (!response.ok) throw refusalOf(response.status, body, server, question);
    return body;
  } catch (error) {
    throw failureOf(error, server);
  }
};

/** An answer that is not of the shape that this version knows. */
export const unknownAnswer = ({ url }: Server): Unusable =>
  new Unusable(`${url} answers in a way that this version does not know. Use one of its age.`);
