import { minuteMs } from '@parley/shared/words/time';
import * as client from 'openid-client';
import { faultOfAddress } from '../../platform/outbound/trusted-address.ts';
import type { Outbound } from '../../platform/outbound/outbound-fetch.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { claimAt } from '../../platform/request/claim.ts';
import { isObject, type JsonObject } from '../../platform/request/json.ts';
import { clientSecretOf, redirectUrlOf } from '../identity-provider/identity-provider.service.ts';
import type { IdentityProvider } from '../identity-provider/identity-provider.entity.ts';

/** Why a provider could not be asked. The message is for those who set it up; others are not told where it is. */
export class ProviderFault extends Error {}

/** Why the answer of a provider is not accepted. The message is for everybody. */
export class AnswerFault extends Error {}

/** What a browser carries to the callback, of what it was sent away with. */
interface Expected {
  state: string;
  nonce: string;
  verifier: string;
}

const knownMs = 10 * minuteMs;
/** So long a provider that could not be asked is not asked again: strangers begin sign-ins. */
const failedMs = 5000;
/** Outbound calls read no more of an answer. */
const bytesMax = 64 * 1024;
/** Sessions at providers that are older are asked for again: the answer says when they began. */
const sessionMaxSeconds = 12 * 3600;

type Known = { at: number; found: Promise<client.ServerMetadata> };

const textOf = (body: client.FetchBody): string => {
  if (typeof body === 'string') return body;
  return body instanceof URLSearchParams ? body.toString() : '';
};

/** For providers on this machine alone: any other address is https, see `faultOfAddress`. */
// Marked so that it stands out. It is this very function that discovery looks for.
// oxlint-disable-next-line typescript/no-deprecated
const allowHttp: (configuration: client.Configuration) => void = client.allowInsecureRequests;

/** What `openid-client` calls by: the one way out, which follows no redirect and dials checked addresses only. */
const fetchBy =
  (outbound: Outbound): client.CustomFetch =>
  async (url, { method, headers, body }) => {
    const fault = faultOfAddress(url);
    if (fault) throw new ProviderFault(`${url}: ${fault}`);
    const all = { ...headers, 'accept-encoding': 'identity', 'user-agent': 'Parley' };
    const outcome =
      method === 'POST'
        ? await outbound.post({ url, headers: all, body: textOf(body) })
        : await outbound.get({ url, headers: all });
    if (outcome.kind !== 'answered') throw new ProviderFault(`${url}: ${outcome.reason}`);
    if (outcome.body.length >= bytesMax) throw new ProviderFault(`${url} answered with 64 KiB or more.`);
    const isEmpty = outcome.status === 204 || outcome.status === 304;
    return new Response(isEmpty ? null : new Uint8Array(outcome.body), {
      status: outcome.status,
      headers: outcome.headers,
    });
  };

const faultIn = (error: unknown): ProviderFault | null => {
  let one: unknown = error;
  for (let depth = 0; one instanceof Error && depth < 8; depth += 1) {
    if (one instanceof ProviderFault) return one;
    one = one.cause;
  }
  return null;
};

const nameOfFault = (error: unknown): string => {
  const told = error instanceof Error ? error.message : 'something went wrong';
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${told}${cause}`.slice(0, 300);
};

/** What a failed call of `openid-client` means: that the provider cannot be asked, or that its answer is none for us. */
const meaningOf = (error: unknown): ProviderFault | AnswerFault => {
  const fault = faultIn(error);
  if (fault) return fault;
  if (error instanceof client.AuthorizationResponseError)
    return new AnswerFault(
      error.error === 'access_denied'
        ? 'You, or the provider, said no.'
        : `The provider answered “${error.error.slice(0, 100)}”.`,
    );
  if (error instanceof client.ResponseBodyError)
    return new AnswerFault(
      error.error === 'invalid_client'
        ? 'The provider does not know Parley by its client id and secret.'
        : `The provider answered “${error.error.slice(0, 100)}” when it was asked for the token.`,
    );
  return new AnswerFault(`The answer of the provider does not fit: ${nameOfFault(error)}.`);
};

/** Speaks OpenID Connect with identity providers: discovery, the way there, and what came back. */
export class ProviderClients {
  readonly #parts: Parts;
  readonly #known = new Map<string, Known>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Where a browser is sent to sign in. `again`: to be asked again, whoever is signed in there. Throws {@link ProviderFault}. */
  async addressOf(
    provider: IdentityProvider,
    expected: Expected,
    { loginHint, again }: { loginHint: string | null; again: boolean },
  ): Promise<string> {
    const configuration = await this.#configurationOf(provider);
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUrlOf(this.#parts),
      scope: provider.scopes.join(' '),
      response_type: 'code',
      state: expected.state,
      nonce: expected.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(expected.verifier),
      code_challenge_method: 'S256',
      max_age: again ? '0' : String(sessionMaxSeconds),
      ...(again && { prompt: 'login' }),
      ...(loginHint !== null && { login_hint: loginHint }),
    });
    return url.href;
  }

  /**
   * The claims of who signed in, by the parameters of the callback: state, issuer, code, signature, audience, nonce and times
   * are looked at. Where the identity token leaves out address or groups, the provider is asked for them.
   * Throws {@link ProviderFault} and {@link AnswerFault}.
   */
  async claimsOf(
    provider: IdentityProvider,
    expected: Expected,
    parameters: URLSearchParams,
  ): Promise<JsonObject> {
    const configuration = await this.#configurationOf(provider);
    const url = new URL(redirectUrlOf(this.#parts));
    url.search = parameters.toString();
    try {
      const tokens = await client.authorizationCodeGrant(configuration, url, {
        expectedState: expected.state,
        expectedNonce: expected.nonce,
        pkceCodeVerifier: expected.verifier,
        idTokenExpected: true,
      });
      const claims: JsonObject = { ...tokens.claims() };
      const isWhole = claims.email !== undefined && claimAt(claims, provider.groupClaim) !== undefined;
      if (isWhole || configuration.serverMetadata().userinfo_endpoint === undefined) return claims;
      const told = await client.fetchUserInfo(configuration, tokens.access_token, String(claims.sub));
      return isObject(told) ? { ...told, ...claims } : claims;
    } catch (error) {
      throw meaningOf(error);
    }
  }

  async #configurationOf(provider: IdentityProvider): Promise<client.Configuration> {
    const metadata = await this.#metadataOf(provider);
    const secret = clientSecretOf(this.#parts, provider);
    const ways = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const way = ways.includes('client_secret_basic')
      ? client.ClientSecretBasic(secret)
      : client.ClientSecretPost(secret);
    const { now, outbound } = this.#parts;
    // Its times are looked at by our clock.
    const skewSeconds = Math.round((now().getTime() - Date.now()) / 1000);
    const configuration = new client.Configuration(
      metadata,
      provider.clientId,
      { [client.clockSkew]: skewSeconds, [client.clockTolerance]: 30 },
      way,
    );
    configuration[client.customFetch] = fetchBy(outbound);
    // The token comes from the provider itself; its signature is looked at all the same.
    client.enableNonRepudiationChecks(configuration);
    if (provider.issuer.startsWith('http:')) allowHttp(configuration);
    return configuration;
  }

  async #metadataOf({ id, issuer, clientId }: IdentityProvider): Promise<client.ServerMetadata> {
    const key = `${id} ${issuer}`;
    const now = performance.now();
    const known = this.#known.get(key);
    if (known && now < known.at + knownMs) return known.found;
    if (this.#known.size >= 1000) this.#known.clear();
    const entry: Known = { at: now, found: this.#discover(issuer, clientId) };
    this.#known.set(key, entry);
    entry.found.catch(() => {
      entry.at = performance.now() - knownMs + failedMs;
    });
    return entry.found;
  }

  async #discover(issuer: string, clientId: string): Promise<client.ServerMetadata> {
    try {
      const found = await client.discovery(new URL(issuer), clientId, undefined, undefined, {
        [client.customFetch]: fetchBy(this.#parts.outbound),
        timeout: 20,
        ...(issuer.startsWith('http:') && { execute: [allowHttp] }),
      });
      const metadata = found.serverMetadata();
      if (metadata.issuer !== issuer)
        throw new ProviderFault(
          `The provider calls itself ${metadata.issuer.slice(0, 200)}: set it up by that name, to the letter.`,
        );
      return { ...metadata };
    } catch (error) {
      throw (
        faultIn(error) ?? new ProviderFault(`Its discovery document cannot be used: ${nameOfFault(error)}.`)
      );
    }
  }
}
