import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { assertOutsideTransaction } from '../request/transaction-mark.ts';
import { NameFault } from '../name/name-fault.ts';
import { type Address, Names } from '../name/names.ts';
import { WireClient, type WireTarget } from '../wire/wire-client.ts';
import { type Cidr, mayCall } from './address.ts';
import { describeFailure } from './outbound-failure.ts';

/** What came of one outbound call. `durationMs` runs to the end of the answer, or to the failure. */
export type Outcome =
  | {
      kind: 'answered';
      status: number;
      headers: Record<string, string>;
      /** The first {@link OutboundOptions.bodyBytesMax} bytes of the answer, as they came. */
      body: Buffer;
      /** Until the request went out on a connection, which was there or had to be made. */
      connectMs: number;
      /** Until the first byte of the answer came. */
      firstByteMs: number;
      durationMs: number;
    }
  | { kind: 'unreachable'; reason: string; durationMs: number }
  | { kind: 'blocked'; reason: string; durationMs: number }
  /** Our own name server did not answer, or look-ups were in each other's way: not the receiver's fault. */
  | { kind: 'unresolved'; reason: string; durationMs: number };

/** One POST. */
export interface OutboundCall {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Whose call it is: look-ups of one owner take turns among themselves. The host unless given. */
  owner?: string;
}

/** One GET. */
export interface OutboundRead {
  url: string;
  headers: Record<string, string>;
  owner?: string;
  /** Whole milliseconds, where it is to be less than {@link OutboundOptions.deadlineMs}. */
  deadlineMs?: number;
}

interface AnyCall {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body: string;
  owner: string | undefined;
  deadlineMs?: number | undefined;
}

export interface OutboundOptions {
  /** Ranges that may be called besides the public internet. */
  allow: readonly Cidr[];
  /** Our own listening port: never called on an address of this machine. */
  ownPort: number;
  /** Whole milliseconds for a call, to the last byte of the answer. Looking up the name is not counted. */
  deadlineMs: number;
  /** The body of the answer is read to here; the rest is not waited for. */
  bodyBytesMax: number;
  /** Resolves a name to all of its addresses. {@link Names} unless a test says otherwise. */
  resolve?: (hostname: string, lookup: { owner: string }) => Promise<Address[]>;
}

/** Beside the body: headers of the answer; interim answers; sizes of chunks and trailers. 160 kB of one answer in all. */
const answerBounds = { headBytesMax: 32 * 1024, interimBytesMax: 32 * 1024, framingBytesMax: 32 * 1024 };
/** A new URL is looked up for no longer than this: the name may not be there yet. */
const refusalLookupMs = 1000;

/** A call that may not be made. The message says why, for the owner of the URL. */
export class Blocked extends Error {}

// What a browser refuses too, and the data stores whose protocols can be confused by an HTTP request.
const refusedPorts = new Set([
  2375, 2376, 2379, 3306, 5432, 6000, 6379, 6667, 9042, 9200, 10250, 11211, 27017,
]);
const isRefusedPort = (port: number): boolean =>
  (port < 1024 && port !== 80 && port !== 443) || refusedPorts.has(port);

const inwardName = /(?:^|\.)(?:localhost|local|internal|intranet|lan|localdomain|svc|home|corp|home\.arpa)$/i;

const pointsBack = 'The URL points back to Parley itself.';

const portOf = (port: string, protocol: string): number =>
  port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);

const bareHost = (hostname: string): string => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');

const isOwnAddress = (address: string): boolean =>
  address.startsWith('127.') ||
  address === '::1' ||
  Object.values(networkInterfaces()).some((list) => list?.some((one) => one.address === address));

interface Target extends WireTarget {
  /** Why it may not be called, as far as the text says. */
  refusal: string | null;
}

/**
 * The only way out: webhooks, the keys of issuers, probes and upstreams all call through one of these. A name is resolved once, every
 * address is checked by {@link mayCall}, and the checked addresses are the ones dialled, so a name that changes its
 * mind between check and call gains nothing. Redirects are never followed.
 */
export class Outbound {
  readonly #options: OutboundOptions;
  readonly #client: WireClient;
  readonly #names: Names | null;
  readonly #resolve: (hostname: string, lookup: { owner: string }) => Promise<Address[]>;
  readonly #targets = new Map<string, Target>();

  constructor(options: OutboundOptions) {
    this.#options = options;
    this.#client = new WireClient({ ...options, ...answerBounds });
    const names = options.resolve ? null : new Names();
    this.#names = names;
    this.#resolve = options.resolve ?? (async (hostname, lookup) => names?.lookup(hostname, lookup) ?? []);
  }

  /**
   * Why this URL may not be called, or `null`. Looks at the text and, when the name resolves, at its addresses; a name
   * that does not resolve yet passes unless it points inward by its ending.
   */
  async refusalOf(url: string, owner?: string): Promise<string | null> {
    assertOutsideTransaction('a look-up of a name');
    const target = this.#targetOf(url);
    if (target.refusal !== null) return target.refusal;
    if (isIP(target.host)) return null;
    try {
      await withinMs(refusalLookupMs, this.#resolveChecked(target, owner));
      return null;
    } catch (error) {
      if (error instanceof Blocked) return error.message;
      return inwardName.test(target.host) || !target.host.includes('.')
        ? `${target.host} is a name of an internal network.`
        : null;
    }
  }

  /**
   * The addresses of a URL, all checked, for whoever dials by other means: they dial these and no others, at once. Throws
   * {@link Blocked}, and what a look-up can fail with.
   */
  async addressesFor(url: string): Promise<string[]> {
    assertOutsideTransaction('a look-up of a name');
    const target = this.#targetOf(url);
    if (target.refusal !== null) throw new Blocked(target.refusal);
    return this.#addressesOf(target, undefined);
  }

  /** Sends one POST and never throws on what the other side does: every way it can end is an {@link Outcome}. */
  async post({ url, headers, body, owner }: OutboundCall): Promise<Outcome> {
    return this.#call({ method: 'POST', url, headers, body, owner });
  }

  /** Reads a document, such as the keys of an issuer, by the same rules as {@link post}. `deadlineMs` is for this call. */
  async get({ url, headers, owner, deadlineMs }: OutboundRead): Promise<Outcome> {
    return this.#call({ method: 'GET', url, headers, body: '', owner, deadlineMs });
  }

  async #call({ method, url, headers, body, owner, deadlineMs }: AnyCall): Promise<Outcome> {
    assertOutsideTransaction('an outbound call');
    const target = this.#targetOf(url);
    if (target.refusal !== null) return { kind: 'blocked', reason: target.refusal, durationMs: 0 };
    const limits = { deadlineMs: deadlineMs ?? this.#options.deadlineMs };
    const startedAt = performance.now();
    const msUntil = (at: number) => Math.round((at - startedAt) * 10) / 10;
    const durationMs = () => msUntil(performance.now());
    try {
      const addresses = async () => this.#addressesOf(target, owner);
      const {
        status,
        headers: answered,
        body: read,
        sentAt,
        firstByteAt,
      } = await this.#client.call({ method, target, headers, body, addresses, deadlineMs });
      const times = {
        connectMs: msUntil(sentAt),
        firstByteMs: msUntil(firstByteAt),
        durationMs: durationMs(),
      };
      return { kind: 'answered', status, headers: answered, body: read, ...times };
    } catch (error) {
      if (error instanceof Blocked)
        return { kind: 'blocked', reason: error.message, durationMs: durationMs() };
      const kind = error instanceof NameFault && error.isOurs ? 'unresolved' : 'unreachable';
      return { kind, reason: describeFailure(error, limits), durationMs: durationMs() };
    }
  }

  /** Ends idle connections and waits for calls under way. */
  async close(): Promise<void> {
    await this.#client.close();
    this.#names?.close();
  }

  #targetOf(url: string): Target {
    const known = this.#targets.get(url);
    if (known) return known;
    const target = this.#parse(url);
    if (this.#targets.size >= 10_000) this.#targets.clear();
    this.#targets.set(url, target);
    return target;
  }

  #parse(text: string): Target {
    if (/[\\\s\p{Cc}]/u.test(text))
      return refuse('The URL holds a backslash, white space or a control character.');
    if (!URL.canParse(text)) return refuse('The URL is not valid.');
    const url = new URL(text);
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
      return refuse('Only http and https URLs are called.');
    if (url.username || url.password) return refuse('The URL holds a user name or password.');
    const target = {
      origin: url.origin,
      authority: url.host,
      path: url.pathname + url.search,
      host: bareHost(url.hostname),
      port: portOf(url.port, url.protocol),
      isSecure: url.protocol === 'https:',
    };
    return { ...target, refusal: this.#refusalOfDial(target) };
  }

  #refusalOfDial({ host, port }: { host: string; port: number }): string | null {
    if (isRefusedPort(port)) return `Port ${port} is not one for webhooks.`;
    if (!isIP(host)) return null;
    if (!mayCall(host, this.#options.allow)) return `${host} is not a public address.`;
    if (port === this.#options.ownPort && isOwnAddress(host)) return pointsBack;
    return null;
  }

  // At every dial, and of the addresses that are dialled.
  async #addressesOf(target: Target, owner: string | undefined): Promise<string[]> {
    if (!isIP(target.host)) return this.#resolveChecked(target, owner);
    const refusal = this.#refusalOfDial(target);
    if (refusal !== null) throw new Blocked(refusal);
    return [target.host];
  }

  async #resolveChecked({ host, port }: Target, owner = host): Promise<string[]> {
    const addresses = await this.#resolve(host, { owner });
    for (const { address } of addresses) {
      if (!mayCall(address, this.#options.allow))
        throw new Blocked(`${host} resolves to ${address}, which is not a public address.`);
      if (port === this.#options.ownPort && isOwnAddress(address)) throw new Blocked(pointsBack);
    }
    if (addresses.length === 0) throw new NameFault('NO_ADDRESS', host);
    return addresses.map(({ address }) => address);
  }
}

const refuse = (refusal: string): Target => ({
  origin: '',
  authority: '',
  path: '',
  host: '',
  port: 0,
  isSecure: false,
  refusal,
});

/** Rejects when the work takes longer. It goes on, for whoever asks next. */
const withinMs = async <Result>(ms: number, work: Promise<Result>): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('late')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
