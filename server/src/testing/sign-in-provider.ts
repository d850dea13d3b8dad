import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

type Claims = Record<string, unknown>;

interface Granted {
  challenge: string;
  nonce: string;
  clientId: string;
  claims: Claims;
}

const readForm = async (request: IncomingMessage): Promise<URLSearchParams> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
};

// Generating one takes most of a second, and tests tell providers apart by their addresses.
const sharedKeys = Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);

/**
 * An OpenID Connect provider that does what it is told, the wrong things as well: what a real one never does. It looks at
 * PKCE, at the secret and at codes as a real one does.
 */
export class SignInProvider implements AsyncDisposable {
  readonly clientId = 'parley';
  readonly clientSecret = `secret ${randomUUID()}`;
  /** Laid over the claims of every identity token. `undefined` leaves one out. */
  claims: Claims = {};
  /** What it signs with: its key, one that is not published, or its own client secret as HS256. */
  signs: 'own' | 'other' | 'secret' = 'own';
  /** Laid over its discovery document. */
  metadata: Record<string, unknown> = {};
  /** Whether it is away. */
  isAway = false;
  now = (): Date => new Date();
  /** Paths that were asked for. */
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly #url: string;
  readonly #codes = new Map<string, Granted>();
  readonly #told = new Map<string, Claims>();
  readonly #inUserInfo: boolean;

  private constructor(server: Server, url: string, inUserInfo: boolean) {
    this.#server = server;
    this.#url = url;
    this.#inUserInfo = inUserInfo;
  }

  /** `inUserInfo`: it tells who somebody is at its userinfo endpoint and not in tokens. */
  static async start(options: { inUserInfo?: boolean } = {}): Promise<SignInProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const provider = new SignInProvider(server, `http://127.0.0.1:${port}`, options.inUserInfo ?? false);
    server.on('request', (request, response) => {
      provider
        .#answer(request)
        .then(({ status, body }) =>
          response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
        )
        .catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
    });
    return provider;
  }

  get issuer(): string {
    return this.#url;
  }

  /** What an owner sets it up with. */
  get setUp() {
    return {
      name: 'Company login',
      issuer: this.#url,
      clientId: this.clientId,
      clientSecret: this.clientSecret,
      roles: [
        { group: 'everybody', role: 'viewer' as const },
        { group: 'api-team', role: 'engineer' as const },
        { group: 'owners', role: 'owner' as const },
      ],
      domains: [{ domain: 'company.example', isOnly: false }],
    };
  }

  /** Somebody signs in at the address that a browser was sent to; answers what comes back in the callback. */
  grant(address: string, person: Claims = {}): { state: string; code: string; iss: string } {
    const asked = new URL(address).searchParams;
    const code = randomUUID();
    this.#codes.set(code, {
      challenge: asked.get('code_challenge') ?? '',
      nonce: asked.get('nonce') ?? '',
      clientId: asked.get('client_id') ?? '',
      claims: {
        sub: 'grace',
        email: 'grace@company.example',
        email_verified: true,
        name: 'Grace Hopper',
        groups: ['everybody'],
        auth_time: Math.floor(this.now().getTime() / 1000),
        ...person,
      },
    });
    return { state: asked.get('state') ?? '', code, iss: this.#url };
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const path = request.url ?? '';
    this.asked.push(path);
    if (this.isAway) return { status: 500, body: {} };
    if (path === '/.well-known/openid-configuration') return { status: 200, body: this.#discovery() };
    if (path === '/keys') return { status: 200, body: await this.#keys() };
    if (path === '/token') return this.#token(request);
    if (path === '/me') return { status: 200, body: this.#told.get(request.headers.authorization ?? '') };
    return { status: 404, body: {} };
  }

  #discovery() {
    return {
      issuer: this.#url,
      authorization_endpoint: `${this.#url}/authorize`,
      token_endpoint: `${this.#url}/token`,
      jwks_uri: `${this.#url}/keys`,
      ...(this.#inUserInfo && { userinfo_endpoint: `${this.#url}/me` }),
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256', 'HS256'],
      authorization_response_iss_parameter_supported: true,
      ...this.metadata,
    };
  }

  async #keys() {
    const [{ publicKey }] = await sharedKeys;
    return { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', use: 'sig', alg: 'RS256' }] };
  }

  async #token(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const form = await readForm(request);
    const secret = Buffer.from(
      String(request.headers.authorization).replace('Basic ', ''),
      'base64',
    ).toString();
    const [id = '', word = ''] = secret
      .split(':')
      .map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
    if (id !== this.clientId || word !== this.clientSecret)
      return { status: 401, body: { error: 'invalid_client' } };
    const granted = this.#codes.get(form.get('code') ?? '');
    this.#codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!granted || granted.challenge !== challenge) return { status: 400, body: { error: 'invalid_grant' } };
    const token = randomUUID();
    const { sub, ...told } = granted.claims;
    this.#told.set(`Bearer ${token}`, granted.claims);
    const said = this.#inUserInfo ? { sub } : { sub, ...told };
    const idToken = await this.#sign({ ...this.#standard(granted), ...said, ...this.claims });
    return { status: 200, body: { access_token: token, token_type: 'Bearer', id_token: idToken } };
  }

  #standard({ nonce, clientId }: Granted): Claims {
    const at = Math.floor(this.now().getTime() / 1000);
    return { iss: this.#url, aud: clientId, iat: at, exp: at + 300, nonce };
  }

  async #sign(claims: Claims): Promise<string> {
    const token = new SignJWT(claims);
    if (this.signs === 'secret')
      return token.setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(this.clientSecret));
    const [own, other] = await sharedKeys;
    return token
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign((this.signs === 'own' ? own : other).privateKey);
  }

  /** Lets the process end while it still serves. */
  unref(): void {
    this.#server.unref();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }
}
