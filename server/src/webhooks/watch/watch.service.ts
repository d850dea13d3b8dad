import { type TrackedEnvelope, tracked } from '@trpc/server';
import type { Changes, WatchChanges } from '@parley/shared/webhooks/watch';
import { refusalOf } from '../../platform/guard/guard.ts';
import type { Meta } from '../../platform/guard/context.ts';
import type { Parts } from '../../platform/process/parts.ts';
import { type Caller, payerOf, type Principal } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { Novelty, overlapMs, Pending } from './topic-watch.ts';
import { type ChangedRow, type Look, looks } from './watch.sql.ts';

export type { Look } from './watch.sql.ts';

/** What can be watched, by its name. */
type Topic = string;

/** One look for all listeners of a topic. */
const lookMs = 1000;
/** A key that was revoked and a session that ended hear of nothing after this and a look. */
const checkMs = 2000;

/** Streams of a process; some are left for people, whatever consumers open. */
const atOnceMax = 500;
const atOnceOfConsumers = 400;
/** All keys of a consumer share these, and all browsers of a person. */
const atOnceOfOne = 20;

/** With what a stream is opened, and that the caller may hear of it still. */
interface Listening {
  parts: Parts;
  caller: Caller;
  watch: Watch;
  /** Who the credential of this call belongs to now. */
  rereadPrincipal: () => Promise<Principal>;
}

interface Listener {
  pending: Pending;
  payer: string;
  isOfConsumer: boolean;
  credential: string;
  reread: () => Promise<Principal>;
  access: Meta['access'];
  /** Why it ends, once it does: a refusal, or `closed` when this process stops. */
  end: Problem | 'closed' | null;
  wake: () => void;
}

const credentialOf = ({ principal }: Caller): string => {
  if (principal.kind === 'consumer') return principal.keyId;
  return principal.kind === 'staff' ? principal.sessionId : principal.kind;
};

const isWantedBy =
  ({ principal }: Caller, { environment }: WatchChanges) =>
  (row: ChangedRow): boolean => {
    if (environment !== undefined && row.environment !== environment) return false;
    if (principal.kind === 'staff') return true;
    return (
      principal.kind === 'consumer' &&
      row.consumer_id === principal.consumerId &&
      row.environment === principal.environment
    );
  };

/** How a stream ends that its client opens again by itself, at this process or another. */
const closing = (): Error => new DOMException('This Parley stops.', 'AbortError');

/**
 * Says who watches what changed: one look a second for each topic that anybody watches, however many do and whichever
 * process made the change, and none while nobody does.
 */
export class Watch {
  readonly #parts: Parts;
  readonly #looks: Readonly<Record<Topic, Look>>;
  readonly #topics = new Map<Topic, TopicWatch>();
  readonly #listeners = new Set<Listener>();
  #checks: NodeJS.Timeout | undefined;
  #isStopped = false;
  #isChecking = false;

  /** `more` are the topics of wings above. */
  constructor(parts: Parts, more: Readonly<Record<Topic, Look>> = {}) {
    this.#parts = parts;
    this.#looks = { ...looks, ...more };
  }

  /** Ends every stream; no new one begins. */
  stop(): void {
    this.#isStopped = true;
    for (const listener of this.#listeners) this.#end(listener, 'closed');
  }

  /** Begins to listen, and resolves when nothing that changes from now on is missed. */
  async listen(topic: Topic, listener: Listener, lastEventId: string | undefined): Promise<() => void> {
    if (this.#isStopped) throw new Problem('request.busy', { retryAfterSeconds: 1 });
    if (!this.#hasRoomFor(listener)) throw new Problem('watch.too_many', { retryAfterSeconds: 30 });
    const look = this.#looks[topic];
    if (!look) throw new Error(`Nobody looks at ${topic}.`);
    this.#listeners.add(listener);
    this.#checks ??= setInterval(() => void this.#check(), checkMs).unref();
    const watched = this.#topics.get(topic) ?? new TopicWatch(topic, look, this.#parts);
    this.#topics.set(topic, watched);
    const leave = () => {
      watched.leave(listener);
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#checks);
      this.#checks = undefined;
    };
    try {
      await watched.join(listener, lastEventId);
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  #hasRoomFor({ payer, isOfConsumer }: Listener): boolean {
    const all = [...this.#listeners];
    const ofConsumers = all.filter((one) => one.isOfConsumer).length;
    return (
      all.length < atOnceMax &&
      !(isOfConsumer && ofConsumers >= atOnceOfConsumers) &&
      all.filter((one) => one.payer === payer).length < atOnceOfOne
    );
  }

  #end(listener: Listener, reason: Problem | 'closed'): void {
    listener.end = reason;
    listener.wake();
  }

  /** Looks again at each credential, once for all of its streams. */
  async #check(): Promise<void> {
    if (this.#isChecking) return;
    this.#isChecking = true;
    const byCredential = Map.groupBy(this.#listeners, ({ credential }) => credential);
    for (const listeners of byCredential.values()) {
      try {
        const principal = await listeners[0]?.reread();
        for (const listener of listeners) {
          const refusal = principal && refusalOf(principal, { access: listener.access }, this.#parts.now());
          if (refusal) this.#end(listener, refusal);
        }
      } catch (error) {
        // Without the database nobody hears of anything either; it is looked at again in two seconds.
        this.#parts.log.debug({ err: error }, 'could not look at a credential again');
      }
    }
    this.#isChecking = false;
  }
}

/** One topic: its looks, and who listens. */
class TopicWatch {
  readonly #topic: Topic;
  readonly #lookAt: Look;
  readonly #parts: Parts;
  readonly #listeners = new Set<Listener>();
  #novelty = new Novelty();
  #looking: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(topic: Topic, look: Look, parts: Parts) {
    this.#topic = topic;
    this.#lookAt = look;
    this.#parts = parts;
  }

  async join(listener: Listener, lastEventId: string | undefined): Promise<void> {
    this.#listeners.add(listener);
    // The first waits for a look that shows what there is already. Whoever comes later has one behind it.
    if (this.#looking === null) this.#looking = this.#look();
    await this.#looking;
    if (this.#timer === undefined) this.#goOn();
    if (lastEventId !== undefined) this.#novelty.catchUp(listener.pending, lastEventId);
  }

  leave(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#looking = null;
    this.#novelty = new Novelty();
  }

  #goOn(): void {
    this.#timer = setTimeout(() => {
      const novelty = this.#novelty;
      void this.#look()
        .catch((error: unknown) => {
          this.#parts.log.debug({ err: error, topic: this.#topic }, 'could not look for changes');
        })
        .finally(() => {
          if (novelty === this.#novelty && this.#listeners.size > 0) this.#goOn();
        });
    }, lookMs).unref();
  }

  async #look(): Promise<void> {
    const novelty = this.#novelty;
    const now = this.#parts.now().getTime();
    const found = await this.#lookAt(this.#parts.store, now - overlapMs);
    // Nobody listened any more, and somebody began anew.
    if (novelty !== this.#novelty) return;
    const { rows, isFull } = novelty.take(found, now);
    if (rows.length === 0) return;
    for (const listener of this.#listeners) {
      listener.pending.add(rows, isFull);
      if (!listener.pending.isEmpty) listener.wake();
    }
  }
}

const untilWoken = async (listener: Listener, signal: AbortSignal | undefined): Promise<void> => {
  if (!listener.pending.isEmpty || listener.end !== null || signal?.aborted) return;
  await new Promise<void>((resolve) => {
    listener.wake = resolve;
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
  listener.wake = () => undefined;
};

async function* messages(
  listener: Listener,
  { now, signal, leave }: { now: () => Date; signal: AbortSignal | undefined; leave: () => void },
): AsyncGenerator<TrackedEnvelope<Changes>, void> {
  try {
    for (;;) {
      await untilWoken(listener, signal);
      if (signal?.aborted) return;
      if (listener.end === 'closed') throw closing();
      if (listener.end !== null) throw listener.end;
      yield tracked(String(now().getTime()), listener.pending.take());
    }
  } finally {
    leave();
  }
}

/**
 * What changes of a topic from now on, as far as this caller may see it: a message names ids and nothing else of the rows.
 * Messages are hints: several changes may be one, and one may be told twice. Ends with the problem of the credential once it
 * opens nothing any more. Throws `watch.too_many` at twenty streams of one consumer or person, or five hundred in all.
 */
export const watchChanges = async (
  { parts, caller, watch, rereadPrincipal }: Listening,
  { topic, access, input }: { topic: Topic; access: Meta['access']; input: WatchChanges },
  signal: AbortSignal | undefined,
): Promise<AsyncIterable<TrackedEnvelope<Changes>>> => {
  const listener: Listener = {
    pending: new Pending(isWantedBy(caller, input), caller.principal.kind === 'staff'),
    payer: payerOf(caller),
    isOfConsumer: caller.principal.kind === 'consumer',
    credential: credentialOf(caller),
    reread: rereadPrincipal,
    access,
    end: null,
    wake: () => undefined,
  };
  const leave = await watch.listen(topic, listener, input.lastEventId);
  if (signal?.aborted) leave();
  signal?.addEventListener('abort', leave, { once: true });
  return messages(listener, { now: () => parts.now(), signal, leave });
};
