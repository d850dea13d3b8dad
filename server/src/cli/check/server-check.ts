import { CheckView } from '@parley/shared/contracts/contract';
import type { Checked } from './checked.ts';
import { type ContractFiles, sentFiles } from './repository-files.ts';
import { Unusable } from './unusable.ts';

/** A Parley that answers over HTTP, and the key for it. */
export interface Server {
  url: string;
  key: string;
}

const patienceMs = 120_000;
const tries = 4;
const waitMaxMs = 10_000;
const answerBytesMax = 64 * 1024 * 1024;

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

const remedies: Record<number, string> = {
  401: ' Check --key or PARLEY_API_KEY.',
  403: ' The key needs the scope contracts:read.',
};

const refusalOf = (status: number, body: unknown, server: Server, files: ContractFiles): Unusable => {
  const { title, detail, code, errors }: Refusal = typeof body === 'object' && body !== null ? body : {};
  if (words(code) === '')
    return new Unusable(`${server.url} answers ${status}, and not as Parley does. Check the address.`);
  const said = [words(title), words(detail)].filter(Boolean).join('. ');
  return new Unusable(
    `${server.url} answers ${status}: ${said}${remedies[status] ?? ''}`,
    placesOf(errors, files),
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

/**
 * Asks a running Parley what a contract would change beside the newest version. Throws {@link Unusable} for one that is not
 * there, does not know the key or the API, or cannot read the contract.
 */
export const checkOnServer = async (server: Server, slug: string, files: ContractFiles): Promise<Checked> => {
  try {
    const response = await call(
      server,
      `v1/apis/${encodeURIComponent(slug)}/check`,
      JSON.stringify(sentFiles(files)),
    );
    const body = await readJson(response, server);
    if (!response.ok) throw refusalOf(response.status, body, server, files);
    const answer = CheckView.safeParse(body);
    if (!answer.success)
      throw new Unusable(
        `${server.url} answers in a way that this version does not know. Use one of its age.`,
      );
    const { base } = answer.data;
    const against = base
      ? `${base.version} (upload ${base.number}) of ${slug}`
      : `nothing before it of ${slug}`;
    return { subject: slug, against, check: answer.data };
  } catch (error) {
    throw failureOf(error, server);
  }
};
