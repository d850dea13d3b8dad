import dns from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { dayMs, hourMs, minuteMs } from '@parley/shared/words/time';
import { LRUCache } from 'lru-cache';
import { LookupQueue } from './lookup-queue.ts';
import { NameFault } from './name-fault.ts';
import { type Found, isAnswering, type NameAnswer, queryName } from './name-query.ts';
import { namesToAsk, SystemNamesFile } from './system-names.ts';

/** One address of a name. */
export interface Address {
  address: string;
  family: number;
}

/** Who asks, and for how long it waits. */
export interface Lookup {
  /** Look-ups of one owner take turns among themselves; nobody waits for those of another. */
  owner: string;
}

interface Entry {
  addresses: Address[];
  /** Set when the latest answer gave none. */
  fault: NameFault | null;
  /** Not asked again before this. All times are of `performance.now()`. */
  freshUntil: number;
  /** When these addresses were last confirmed. */
  foundAt: number;
  /** Since when nothing usable was heard of the name. */
  failingSince: number | null;
}

const queryMs = 4000;
const queueMs = 3000;
const probeMs = 1000;
const ttlMinMs = 1000;
const ttlMaxMs = 5 * minuteMs;
/** How long it is believed that a name has no address, or that its servers do not answer. */
const noneMs = 5000;
const failedMs = 10_000;
/** The same of our own name server, which is none of theirs. */
const ownFailedMs = 2000;
/** Addresses are used for so long after their time when the servers do not answer. RFC 8767. */
const staleMaxMs = hourMs;
const namesMax = 10_000;
const limits = { perOwner: 8, all: 1024 };

const loopback = ['127.0.0.1', '::1'];

const addressOf = (address: string): Address => ({ address, family: isIP(address) });

const ttlMs = (addresses: readonly Found[]): number => {
  const seconds = Math.min(...addresses.map(({ ttlSeconds }) => ttlSeconds));
  return Math.min(ttlMaxMs, Math.max(ttlMinMs, seconds * 1000));
};

const sameServers = (some: readonly string[], others: readonly string[]): boolean =>
  JSON.stringify(some) === JSON.stringify(others);

/**
 * Looks names up: in the hosts file, then by the name servers of this machine, over c-ares and never over the pool of
 * threads that `getaddrinfo` shares with everything else. Both what was found and what was not are kept for a while; a
 * look-up that is under way is shared. Every look-up ends within eight seconds.
 */
export class Names {
  readonly #system: SystemNamesFile;
  readonly #queue = new LookupQueue(limits);
  readonly #known = new LRUCache<string, Entry>({ max: namesMax });
  readonly #underWay = new Map<string, Promise<Entry>>();
  /** Set when this process was told of other name servers than those of the machine. */
  readonly #servers: string[] | null;
  #resolver: Resolver;
  #version = '';
  #heardAt = Number.NEGATIVE_INFINITY;
  #lastFound: string | undefined;
  #probe: Promise<boolean> | undefined;

  /** `servers` are addresses with or without port; those of this process (`dns.setServers`) or machine unless given. */
  constructor(options: { servers?: string[]; files?: { hosts: string; resolvConf: string } } = {}) {
    this.#system = new SystemNamesFile(options.files);
    this.#resolver = newResolver(null);
    // Of the module: a named import goes on to answer what was set at the start.
    const ofProcess = dns.getServers();
    this.#servers =
      options.servers ?? (sameServers(ofProcess, this.#resolver.getServers()) ? null : ofProcess);
    this.#resolver = newResolver(this.#servers);
  }

  /** All addresses of a name. Throws {@link NameFault}. */
  async lookup(hostname: string, { owner }: Lookup): Promise<Address[]> {
    const name = hostname.toLowerCase();
    const local = this.#local(name);
    if (local) return local;
    const known = this.#known.get(name);
    const entry =
      known && known.freshUntil > performance.now()
        ? known
        : await (this.#underWay.get(name) ?? this.#inTurn(name, owner));
    if (entry.fault) throw entry.fault;
    return entry.addresses;
  }

  /** Ends look-ups under way. */
  close(): void {
    this.#resolver.cancel();
  }

  #local(name: string): Address[] | undefined {
    const system = this.#system.read(performance.now());
    if (system.version !== this.#version) {
      this.#version = system.version;
      // Those under way end by their own time.
      if (this.#servers === null) this.#resolver = newResolver(null);
    }
    const bare = name.replace(/\.$/, '');
    const found = system.hosts.get(bare) ?? (/(?:^|\.)localhost$/.test(bare) ? loopback : undefined);
    return found?.map(addressOf);
  }

  async #inTurn(name: string, owner: string): Promise<Entry> {
    const end = await this.#queue.turn(owner, queueMs);
    if (!end) throw new NameFault('LOOKUPS_BUSY', name);
    try {
      // Somebody else may have begun with the same name meanwhile.
      return await this.#shared(name);
    } finally {
      end();
    }
  }

  async #shared(name: string): Promise<Entry> {
    const known = this.#known.get(name);
    if (known && known.freshUntil > performance.now()) return known;
    let underWay = this.#underWay.get(name);
    if (!underWay) {
      underWay = this.#find(name).finally(() => this.#underWay.delete(name));
      this.#underWay.set(name, underWay);
    }
    return underWay;
  }

  async #find(name: string): Promise<Entry> {
    const before = this.#known.get(name);
    const startedAt = performance.now();
    const answer = await this.#ask(name);
    const now = performance.now();
    const entry =
      answer.kind === 'failed'
        ? await this.#failed(name, answer, { before, startedAt })
        : heard(name, answer, now);
    if (answer.kind !== 'failed') this.#heardAt = now;
    if (answer.kind === 'found') this.#lastFound = name;
    this.#known.set(name, entry);
    return entry;
  }

  async #ask(name: string): Promise<NameAnswer> {
    const until = performance.now() + queryMs;
    let answer: NameAnswer = { kind: 'none', code: 'NO_SUCH_NAME' };
    for (const asked of namesToAsk(name, this.#system.read(performance.now()))) {
      const next = await queryName(this.#resolver, asked, Math.max(1, until - performance.now()));
      if (next.kind !== 'none') return next;
      if (answer.code === 'NO_SUCH_NAME') answer = next;
    }
    return answer;
  }

  async #failed(
    name: string,
    { code, isUnreachable }: Extract<NameAnswer, { kind: 'failed' }>,
    { before, startedAt }: { before: Entry | undefined; startedAt: number },
  ): Promise<Entry> {
    const isOurs = isUnreachable || !(await this.#isHeard(name, startedAt));
    const now = performance.now();
    const failingSince = before?.failingSince ?? now;
    const addresses = before && now - before.foundAt < staleMaxMs ? before.addresses : [];
    // Some day it is the name that is to blame, whatever else is not to be reached.
    const faultCode = isOurs && now - failingSince < dayMs ? 'OWN_NAME_SERVER' : code;
    const keptMs = faultCode === 'OWN_NAME_SERVER' ? ownFailedMs : failedMs;
    return {
      addresses,
      fault: addresses.length > 0 ? null : new NameFault(faultCode, name),
      freshUntil: now + keptMs,
      foundAt: before?.foundAt ?? Number.NEGATIVE_INFINITY,
      failingSince,
    };
  }

  /** Whether our name server answers for other names than this one: what it does not answer is theirs then. */
  async #isHeard(name: string, since: number): Promise<boolean> {
    if (this.#heardAt > since) return true;
    this.#probe ??= this.#askForOthers(name).finally(() => {
      this.#probe = undefined;
    });
    return this.#probe;
  }

  async #askForOthers(name: string): Promise<boolean> {
    const other = this.#lastFound === name ? undefined : this.#lastFound;
    const [isAnswered, answer] = await Promise.all([
      isAnswering(this.#resolver, probeMs),
      other === undefined ? null : queryName(this.#resolver, other, probeMs),
    ]);
    const isHeard = isAnswered || (answer !== null && answer.kind !== 'failed');
    if (isHeard) this.#heardAt = performance.now();
    return isHeard;
  }
}

const heard = (name: string, answer: Exclude<NameAnswer, { kind: 'failed' }>, now: number): Entry => ({
  ...(answer.kind === 'found'
    ? {
        addresses: answer.addresses.map(({ address }) => addressOf(address)),
        fault: null,
        freshUntil: now + ttlMs(answer.addresses),
      }
    : { addresses: [], fault: new NameFault(answer.code, name), freshUntil: now + noneMs }),
  foundAt: now,
  failingSince: null,
});

const newResolver = (servers: string[] | null): Resolver => {
  // c-ares asks a server that is quick as a rule again after 250 ms, then 500, and so on; the end of it is our own.
  const resolver = new Resolver({ timeout: 1500, tries: 5, maxTimeout: 2000 });
  if (servers) resolver.setServers(servers);
  return resolver;
};
