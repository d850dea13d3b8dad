import { parseJson } from '../text/json-text.ts';

type Options = Omit<RequestInit, 'signal'> & { signal?: AbortSignal | null | undefined };

/** `fetch`, whose answers keep the numbers that a double would change: what is shown is what was stored. */
export async function fetchExactly(
  address: RequestInfo | URL,
  { signal, ...options }: Options = {},
): Promise<Response> {
  const response = await fetch(address, { ...options, ...(signal && { signal }) });
  return Object.defineProperty(response, 'json', {
    value: async () => parseJson(await response.text()),
  });
}
