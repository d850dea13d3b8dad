import type { EntitySchema } from '@mikro-orm/core';
import type { AnyRouter } from '@trpc/server';
import type { Chore } from './chores.ts';

/** Something that runs in the background of a process until it is stopped. */
export interface Loop {
  start: () => Promise<void> | void;
  /** Ends in order: what is under way is recorded, the rest is given back. */
  stop: () => Promise<void>;
}

/** What a wing does in the background of a process that works. */
export interface Work {
  /** Started in this order, stopped in the other. */
  loops?: readonly Loop[];
  chores?: readonly Chore[];
}

/**
 * What a wing brings to the process, named once in its plate `<wing>/<wing>.ts`: joined by the router, the document, the
 * database and the workers. A plate may add `work`, which answers its {@link Work}.
 */
export interface Wing {
  /** By the name under which procedures are called, such as `apiKey`. */
  routers: Readonly<Record<string, AnyRouter>>;
  /** The tables that its rooms own. */
  entities: readonly (EntitySchema | (new () => object))[];
  /** Names and meaning of the groups of its operations in the OpenAPI document, in their order. */
  tags: readonly (readonly [name: string, description: string])[];
}
