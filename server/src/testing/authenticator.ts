import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

type Cbor = number | string | Buffer | Map<Cbor, Cbor>;

const head = (major: number, length: number): Buffer => {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
};

const cborOf = (value: Cbor): Buffer => {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([
    head(5, value.size),
    ...[...value].flatMap(([key, one]) => [cborOf(key), cborOf(one)]),
  ]);
};

const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();

/** How an authenticator differs from one that does all right. */
interface Oddity {
  origin?: string;
  rpId?: string;
  counter?: number;
  challenge?: string;
  isUserVerified?: boolean;
  key?: KeyObject;
}

/** A device with one passkey, as WebAuthn has it: ES256, no attestation, a counter that rises. */
export class Authenticator {
  readonly #pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #id = randomBytes(32);
  readonly #place: { rpId: string; origin: string };
  #counter = 0;

  constructor(
    place: { rpId: string; origin: string } = { rpId: 'localhost', origin: 'http://localhost:4100' },
  ) {
    this.#place = place;
  }

  get id(): string {
    return this.#id.toString('base64url');
  }

  register({ challenge }: { challenge: string }, oddity: Oddity = {}) {
    const { x = '', y = '' } = this.#pair.publicKey.export({ format: 'jwk' });
    const cose = new Map<Cbor, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]);
    const attested = Buffer.concat([
      Buffer.alloc(16),
      Buffer.from([0, this.#id.length]),
      this.#id,
      cborOf(cose),
    ]);
    const authData = this.#authData({ flags: 0x40, ...oddity }, attested);
    const attestation = new Map<Cbor, Cbor>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ]);
    return {
      ...this.#head(),
      response: {
        clientDataJSON: this.#clientData('webauthn.create', challenge, oddity).toString('base64url'),
        attestationObject: cborOf(attestation).toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  assert({ challenge }: { challenge: string }, oddity: Oddity = {}) {
    this.#counter += 1;
    const authData = this.#authData({ flags: 0, ...oddity });
    const clientData = this.#clientData('webauthn.get', challenge, oddity);
    const signed = Buffer.concat([authData, sha256(clientData)]);
    return {
      ...this.#head(),
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: sign('sha256', signed, oddity.key ?? this.#pair.privateKey).toString('base64url'),
      },
    };
  }

  #head() {
    return { id: this.id, rawId: this.id, type: 'public-key' as const, clientExtensionResults: {} };
  }

  #authData(
    {
      flags,
      rpId = this.#place.rpId,
      counter = this.#counter,
      isUserVerified = true,
    }: Oddity & { flags: number },
    attested: Buffer = Buffer.alloc(0),
  ): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([
      sha256(rpId),
      Buffer.from([flags | 1 | (isUserVerified ? 4 : 0)]),
      count,
      attested,
    ]);
  }

  #clientData(type: string, challenge: string, oddity: Oddity): Buffer {
    const origin = oddity.origin ?? this.#place.origin;
    return Buffer.from(
      JSON.stringify({ type, challenge: oddity.challenge ?? challenge, origin, crossOrigin: false }),
    );
  }
}
