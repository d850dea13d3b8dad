import type { Pool } from 'undici';
import type { Parts } from '../../platform/process/parts.ts';
import type { RouteRing, ServedRoute } from '../route/route-ring.service.ts';
import { UpstreamHealth } from './circuit.ts';
import { guardedConnector } from './guarded-connector.ts';
import { undici } from './undici.ts';

/** An upstream that a call goes to. */
export interface ChosenUpstream {
  url: string;
  /** Host and port, as `Host` has them. */
  host: string;
  /** Path that stands before the one of a call; empty or without a slash at its end. */
  basePath: string;
  pool: Pool;
  health: UpstreamHealth;
}

interface Known extends ChosenUpstream {
  usedAt: number;
}

interface Probe {
  dueAt: number;
}

const headBytesMax = 32 * 1024;
const tickMs = 500;
const probeMs = 5000;
/** Connections to what nobody calls any more are closed. */
const unusedMs = 5 * 60_000;

type Chance = () => number;

/**
 * Connections to the upstreams of all routes, and what is known of their health. Each process knows by itself: what it cannot
 * reach, another may.
 */
export class Upstreams {
  readonly #parts: Parts;
  readonly #routes: RouteRing;
  readonly #chance: Chance;
  readonly #known = new Map<string, Known>();
  readonly #probes = new Map<string, Probe>();
  #timer: NodeJS.Timeout | undefined;
  #isTicking = false;

  constructor(parts: Parts, routes: RouteRing, chance: Chance = Math.random) {
    this.#parts = parts;
    this.#routes = routes;
    this.#chance = chance;
  }

  /** An upstream for a call, by weight among those that are well and were not tried; `null` when none is left. */
  choose(route: ServedRoute, tried: ReadonlySet<string>): ChosenUpstream | null {
    const now = performance.now();
    const open = route.upstreams.flatMap(({ url, weight }) => {
      if (weight === 0 || tried.has(url)) return [];
      const upstream = this.#of(route, url);
      return upstream.health.isOpenTo(now) ? [{ upstream, weight }] : [];
    });
    const sum = open.reduce((all, { weight }) => all + weight, 0);
    let left = this.#chance() * sum;
    const chosen = open.find(({ weight }) => (left -= weight) < 0) ?? open[0];
    if (!chosen) return null;
    chosen.upstream.usedAt = now;
    chosen.upstream.health.take();
    return chosen.upstream;
  }

  /** Seconds after which one of a route may be tried again; at least one. */
  retryAfterSeconds(route: ServedRoute): number {
    const now = performance.now();
    const waits = route.upstreams.map(({ url }) => this.#of(route, url).health.waitMs(now));
    return Math.max(1, Math.ceil(Math.min(...waits) / 1000));
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#tick(), tickMs).unref();
  }

  /** Closes all connections; calls under way have ended by then. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([...this.#known.values()].map(async ({ pool }) => pool.destroy()));
    this.#known.clear();
  }

  #of({ id, policy }: ServedRoute, url: string): Known {
    const { connectMs } = policy.times;
    const key = `${id} ${url} ${connectMs} ${policy.http2}`;
    const known = this.#known.get(key);
    if (known) return known;
    const { origin, host, pathname } = new URL(url);
    const pool = new (undici().Pool)(origin, {
      pipelining: 1,
      allowH2: policy.http2,
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: headBytesMax,
      connect: guardedConnector({
        outbound: this.#parts.outbound,
        url,
        timeoutMs: connectMs,
        allowH2: policy.http2,
      }),
    });
    const made: Known = {
      url,
      host,
      basePath: pathname.replace(/\/+$/, ''),
      pool,
      health: new UpstreamHealth(),
      usedAt: performance.now(),
    };
    this.#known.set(key, made);
    return made;
  }

  async #tick(): Promise<void> {
    if (this.#isTicking) return;
    this.#isTicking = true;
    try {
      await this.#closeUnused();
      await this.#probeDue(await this.#routes.all());
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'could not look at the upstreams of routes');
    } finally {
      this.#isTicking = false;
    }
  }

  async #closeUnused(): Promise<void> {
    const before = performance.now() - unusedMs;
    const unused = [...this.#known].filter(([, { usedAt }]) => usedAt < before);
    for (const [key] of unused) this.#known.delete(key);
    await Promise.all(unused.map(async ([, { pool }]) => pool.close()));
  }

  async #probeDue(routes: readonly ServedRoute[]): Promise<void> {
    const now = performance.now();
    const alive = new Set<string>();
    const due: Promise<void>[] = [];
    for (const route of routes)
      for (const { url } of route.policy.probe ? route.upstreams : []) {
        const key = `${route.id} ${url}`;
        alive.add(key);
        if ((this.#probes.get(key)?.dueAt ?? 0) > now) continue;
        this.#probes.set(key, { dueAt: now + (route.policy.probe?.everySeconds ?? 1) * 1000 });
        due.push(this.#probe(route, url));
      }
    for (const key of this.#probes.keys()) if (!alive.has(key)) this.#probes.delete(key);
    // They take turns with nobody: one that hangs ends by its own time.
    await Promise.all(due);
  }

  async #probe(route: ServedRoute, url: string): Promise<void> {
    const { pool, health } = this.#of(route, url);
    try {
      const answer = await pool.request({
        method: 'GET',
        path: route.policy.probe?.path ?? '/',
        headers: { 'user-agent': 'Parley' },
        signal: AbortSignal.timeout(probeMs),
      });
      await answer.body.dump();
      health.probed(answer.statusCode >= 200 && answer.statusCode < 300);
    } catch {
      health.probed(false);
    }
  }
}
