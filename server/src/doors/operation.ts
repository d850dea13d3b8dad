import type { AnyProcedure, AnyRouter } from '@trpc/server';
import { z } from 'zod';
import type { CalledOperation } from '../access/limit/applied-limits.service.ts';
import { type Context, type Meta, takesKey } from '../platform/guard/context.ts';
import { runGuarded } from '../platform/guard/guard.ts';
import { invalidInput } from '../platform/guard/problem-of.ts';

/** Slug of the API that the REST door is: Parley's own. */
export const ownApiSlug = 'parley';

/** One procedure that is served over REST. */
export interface Operation {
  /** Name of the procedure, such as `event.publish`. */
  name: string;
  type: 'query' | 'mutation';
  meta: Meta & { openapi: NonNullable<Meta['openapi']> };
  input: z.ZodObject;
  output: z.ZodType;
  /** The last function of the procedure, which does the work. */
  resolve: (call: { ctx: Context; input: unknown }) => Promise<unknown>;
}

/** Whether this is the meta of one of our procedures: the builder's own type erases it. */
export const isMeta = (meta: unknown): meta is Meta =>
  typeof meta === 'object' && meta !== null && 'access' in meta;

interface Definition {
  type: string;
  inputs?: unknown[];
  output?: unknown;
  resolver?: unknown;
  meta?: unknown;
}

const isResolver = (value: unknown): value is Operation['resolve'] => typeof value === 'function';

/** How limits name what a procedure does; without names where it is not served over REST. */
export const calledOf = ({ openapi }: Meta): CalledOperation => ({
  operationId: openapi?.operationId ?? null,
  place: openapi ? `${openapi.method} ${openapi.path}` : null,
});

/** Every operation of a router, in the order of its rooms. */
export const operationsOf = (router: AnyRouter): Operation[] =>
  Object.entries<AnyProcedure>(router._def.procedures).flatMap(([name, procedure]) => {
    // tRPC's internals, which every OpenAPI bridge reads; tRPC is pinned to one exact version.
    const definition: Definition = procedure._def;
    const { meta } = definition;
    const input = definition.inputs?.[0];
    if (!isMeta(meta) || !meta.openapi || definition.type === 'subscription') return [];
    const { output, resolver } = definition;
    if (!(input instanceof z.ZodObject) || !(output instanceof z.ZodType) || !isResolver(resolver))
      throw new Error(`${name} needs one object as input and an output to be served over REST.`);
    const type = definition.type === 'mutation' ? 'mutation' : 'query';
    if (meta.bodyBytesMax !== undefined && takesKey(meta))
      throw new Error(
        `${name} may leave its body unread, so its input cannot be compared with an earlier one.`,
      );
    return [{ name, type, meta: { ...meta, openapi: meta.openapi }, input, output, resolve: resolver }];
  });

/** What the guard asks by, of what a procedure declares. */
export const declaredOf = ({ access, isDangerous, isForOwners }: Meta) => ({
  access,
  isDangerous,
  isForOwners,
});

/** Runs an operation with an input as it was sent. Throws nothing but problems. */
export type Call = (context: Context, input: unknown) => Promise<unknown>;

/**
 * What tRPC's own caller does with a procedure, at a tenth of its cost: guard, input, work, output. Both doors share
 * `runGuarded` and the schemas, and a test holds their answers equal. An answer that is text already is left as it is.
 */
export const callOf =
  ({ name, meta, input: schema, output, resolve }: Operation): Call =>
  async (ctx, input) =>
    runGuarded(ctx, { name, ...declaredOf(meta) }, async () => {
      const parsed = schema.safeParse(input);
      if (!parsed.success) throw invalidInput(parsed.error);
      const answer = await resolve({ ctx, input: parsed.data });
      return meta.answersText ? answer : output.parse(answer);
    });
