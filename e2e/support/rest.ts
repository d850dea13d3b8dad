import { Agent, request } from 'undici';

/** What came back over REST. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** The parsed JSON body, or the text of any other. */
  body: unknown;
}

type Headers = Record<string, string>;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Calls `/v1/…` as an integrator would: JSON in, JSON out, one credential, no redirects followed. */
export interface Rest extends AsyncDisposable {
  get: (path: string, headers?: Headers) => Promise<Answer>;
  post: (path: string, body?: unknown, headers?: Headers) => Promise<Answer>;
  patch: (path: string, body: unknown, headers?: Headers) => Promise<Answer>;
  delete: (path: string) => Promise<Answer>;
  /** Sends these exact bytes. */
  send: (method: Method, path: string, body: string | Buffer, headers?: Headers) => Promise<Answer>;
}

const isJson = (type: string | string[] | undefined): boolean =>
  typeof type === 'string' && /\bjson\b/.test(type);

/** An API key, the headers that stand for one, or none. */
export type Credential = string | Headers | null;

/** A client with connections of its own that sends this credential with every call. */
export const openRest = (url: string, credential: Credential): Rest => {
  const dispatcher = new Agent({ connections: 64 });
  const own = typeof credential === 'string' ? { authorization: `Bearer ${credential}` } : credential;
  const call = async (method: Method, path: string, body: string | Buffer | null, headers: Headers) => {
    const answer = await request(url + path, {
      dispatcher,
      method,
      body,
      headers: {
        ...(body === null ? {} : { 'content-type': 'application/json' }),
        ...own,
        ...headers,
      },
    });
    const text = await answer.body.text();
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: isJson(answer.headers['content-type']) ? JSON.parse(text) : text,
    };
  };
  return {
    get: async (path, headers = {}) => call('GET', path, null, headers),
    post: async (path, body, headers = {}) =>
      call('POST', path, body === undefined ? null : JSON.stringify(body), headers),
    patch: async (path, body, headers = {}) => call('PATCH', path, JSON.stringify(body), headers),
    delete: async (path) => call('DELETE', path, null, {}),
    send: async (method, path, body, headers = {}) => call(method, path, body, headers),
    [Symbol.asyncDispose]: async () => dispatcher.destroy(),
  };
};

/** The body of an answer that has to have this status, read by its schema of `@parley/shared`. */
export const read = <View>(
  schema: { parse: (body: unknown) => View },
  answer: Answer,
  status = 200,
): View => {
  if (answer.status !== status)
    throw new Error(`Expected ${status}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
  return schema.parse(answer.body);
};
