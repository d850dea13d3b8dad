import type { EntityManager } from '@mikro-orm/sql';
import type { Scope } from '@parley/shared/scope';
import type { OpenApiMeta } from 'trpc-to-openapi';
import type { Services } from '../../doors/services.ts';
import type { IdempotencyClaim } from '../idempotency/idempotency.service.ts';
import type { EntityTag } from '../request/entity-tag.ts';
import type { ParsedJson } from '../request/json.ts';
import type { Caller, Principal } from '../request/principal.ts';
import type { Visit } from '../request/visit.ts';

/** What a procedure works with: who calls, the rows that this caller may touch, and what the process holds. */
export interface Context extends Services {
  em: EntityManager;
  caller: Caller;
  /** Who the credential of this call belongs to now: for what lasts longer than a request. */
  rereadPrincipal: () => Promise<Principal>;
  visit: Visit;
  /** Path that was called, for the problem document. */
  instance: string;
  /** Sends a cookie with the answer. */
  setCookie: (cookie: string) => void;
  /** See `Act`. */
  ifMatch: string | null;
  /** Marks the answer as one that was given before. */
  markRepeated: () => void;
  /** Says that what would have been created was there already: over REST the answer is 200 and not 201. */
  markExisting: () => void;
  /** Whether somebody said so. */
  isExisting: boolean;
  /** The body of the call as it was sent; `null` without one, and for calls in a batch. */
  sent: ParsedJson | null;
  /** That the call has no input, which JSON has no word for: it was sent without a body. */
  isWithoutInput: boolean;
  /** Set when the request came with an Idempotency-Key and the procedure keeps its own record. */
  idempotency: IdempotencyClaim | null;
  /**
   * The body as it was sent, where it is larger than what the event loop reads: the service gives it to a thread, and
   * the input has only what the address says. `null` for all others.
   */
  unreadBody: Uint8Array | null;
}

/**
 * What comes of a mutation that is sent again. `door` and `publisher` take an `Idempotency-Key`, over REST and over tRPC: the
 * first runs the procedure and keeps its answer in one transaction, the second leaves both to the group commit. `natural`
 * takes none, for once more leaves what once left: it reads, or it sets what it is given. `cookie` takes none, for the
 * answer is a session that nobody may keep.
 */
type Idempotency = 'door' | 'publisher' | 'natural' | 'cookie';

/** Whether a procedure takes an `Idempotency-Key`. */
export const takesKey = ({ idempotency }: Pick<Meta, 'idempotency'>): boolean =>
  idempotency === 'door' || idempotency === 'publisher';

/** What a procedure declares about itself. */
export type Meta = OpenApiMeta<{
  /**
   * The scope that the caller needs; `session` for any signed-in person; `credential` for a person or a key, where the
   * service looks at scopes itself; `intake` for who writes a requirement by a link, and for nobody else; `anyone` for the
   * doors before signing in.
   */
  access: Scope | 'session' | 'credential' | 'intake' | 'anyone';
  /**
   * That a session does it only while its person has shown lately that it is them: what gives rights, takes them away,
   * publishes, or carries lists out of the house.
   */
  isDangerous?: true;
  /** That of people only an owner may: what decides who gets in at all. */
  isForOwners?: true;
  /** Status of success over REST; 200 unless said. */
  status?: 200 | 201 | 204;
  /** How the `ETag` of an answer is made; over REST. */
  tag?: EntityTag;
  /** That the service asks `EntityTag.assertExpected` of the row that it holds: `If-Match` is honoured. */
  takesIfMatch?: true;
  /** That what would be created may be there already: see `markExisting`. */
  mayExist?: true;
  /** Where what was created is read over REST, such as `/v1/things/{id}`, with fields of the answer or of the request. */
  location?: string;
  /** What a second time does; every mutation says it. */
  idempotency?: Idempotency;
  /** What keeps every digit of its numbers; anywhere else in a body a number that a double changes is refused. */
  exact?: {
    /** Members of the body whose text the service takes from `sent`. */
    text?: readonly string[];
    /** Members of the body in which such numbers reach the procedure as `ExactNumber`; over REST only. */
    numbers?: readonly string[];
    /** A member of the answer that is written over REST as the text which another member holds. */
    answer?: { member: string; text: string };
  };
  /**
   * For answers that hold a secret and are kept for an Idempotency-Key: whether a kept one may still be shown to this caller.
   * `false` once the secret opens nothing any more, or when the caller could not ask for it today.
   */
  isStillGood?: (ctx: Context, answer: unknown) => Promise<boolean>;
  /**
   * What waits for something else than the database, for a procedure that the door runs in a transaction: it is called
   * before, with an input that fits the schema, and remembers what it finds. A problem that it throws arises again in the
   * procedure.
   */
  prepare?: (ctx: Context, input: unknown) => Promise<void>;
  /**
   * The largest body that it takes over REST, in bytes, where that is more than the 1 MiB of all others. What is larger
   * than 256 KiB reaches the service as `unreadBody`. Not together with `idempotency`.
   */
  bodyBytesMax?: number;
  /** That its answer has fields of `JsonText`: both doors send it as it is, and tRPC only alone. */
  answersText?: true;
  /**
   * That it is never one of several calls in one request over tRPC: what may be tried often, such as a password, is
   * counted by request.
   */
  isAlone?: true;
}>;
