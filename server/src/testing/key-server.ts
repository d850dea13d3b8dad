import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** An issuer that says where its keys are and what they are, and counts how often it was asked. Keys are made by the test. */
export class KeyServer implements AsyncDisposable {
  readonly url: string;
  /** Paths that were asked for. */
  readonly asked: string[] = [];
  keys: JWK[] = [];
  /** Answers everything instead, while it is set. */
  instead: Answer | null = null;
  readonly #close: () => Promise<void>;

  private constructor(url: string, close: () => Promise<void>) {
    this.url = url;
    this.#close = close;
  }

  static async start(): Promise<KeyServer> {
    const server = createServer((request, response) => {
      keyServer.asked.push(request.url ?? '');
      if (keyServer.instead) return keyServer.instead(request, response);
      const found: Record<string, unknown> = {
        '/.well-known/openid-configuration': { issuer: keyServer.url, jwks_uri: `${keyServer.url}/jwks` },
        '/jwks': { keys: keyServer.keys },
      };
      const body = found[request.url ?? ''];
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body ?? {}));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const keyServer = new KeyServer(`http://127.0.0.1:${port}`, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return keyServer;
  }

  /** How often its keys were asked for. */
  get readings(): number {
    return this.asked.filter((path) => path === '/jwks').length;
  }

  /** A new key, published from now on, and what signs with it. */
  async addKey(kid: string, alg = 'RS256'): Promise<Signer> {
    const pair = await generateKeyPair(alg, { extractable: true });
    this.keys.push({ ...(await exportJWK(pair.publicKey)), kid, alg, use: 'sig' });
    return async (claims, header = {}) =>
      new SignJWT({ iss: this.url, ...claims })
        .setProtectedHeader({ alg, kid, typ: 'at+jwt', ...header })
        .sign(pair.privateKey);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}

/** Signs claims, with members of the header of its own. */
export type Signer = (claims: Record<string, unknown>, header?: Record<string, unknown>) => Promise<string>;
