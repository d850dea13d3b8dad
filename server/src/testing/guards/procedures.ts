import { scopeDescriptions, type Scope } from '@parley/shared/scope';
import type { AnyProcedure } from '@trpc/server';
import { z } from 'zod';
import { appRouter } from '../../doors/router.ts';
import type { Meta } from '../../platform/guard/context.ts';

/** A procedure of the router, as those who walk all of them see it. */
export interface Walked {
  name: string;
  room: string;
  type: 'query' | 'mutation' | 'subscription';
  meta: Meta;
  input: z.ZodObject | null;
}

/** Every procedure that there is. */
export const walked: readonly Walked[] = Object.entries(
  appRouter._def.procedures as unknown as Record<string, AnyProcedure>,
).map(([name, procedure]) => {
  const definition = procedure._def as unknown as { type: Walked['type']; inputs: unknown[]; meta: Meta };
  const input = definition.inputs[0];
  return {
    name,
    room: name.split('.')[0]!,
    type: definition.type,
    meta: definition.meta,
    input: input instanceof z.ZodObject ? input : null,
  };
});

/** Those that ask for a credential. */
export const guardedOnes = walked.filter(({ meta }) => meta.access !== 'anyone');

/** The scope that it needs; `null` where it needs something else. */
export const scopeOf = ({ meta }: Pick<Walked, 'meta'>): Scope | null =>
  meta.access in scopeDescriptions ? (meta.access as Scope) : null;

/** Of each kind: of REST and of tRPC alone, reading and changing, dangerous, with a scope, for people, and for a link. */
export const few: ReadonlySet<string> = new Set([
  'event.list',
  'event.publish',
  'endpoint.create',
  'contract.publish',
  'issuer.list',
  'staff.list',
  'home.overview',
  'savedView.create',
  'personalToken.list',
  'intake.get',
  'intake.save',
]);

const isLeftOut = (schema: z.core.$ZodType): boolean =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodDefault;

/** Whether it acts on one row that its `id` names. */
export const takesId = ({ input }: Walked): boolean => {
  const id = input?.shape.id;
  return id !== undefined && !isLeftOut(id);
};

const sampleOf = (schema: z.core.$ZodType): unknown => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return sampleOf(schema.unwrap());
  const example = (z.globalRegistry.get(schema) as { example?: unknown } | undefined)?.example;
  if (example !== undefined) return example;
  if (schema instanceof z.ZodBoolean) return true;
  throw new Error(
    `A field without an example: ${JSON.stringify(z.toJSONSchema(schema))}. Give its schema one, it is in the API reference as well.`,
  );
};

/** An input of what has to be there, made of the examples of its schema. */
export const sampleInput = (procedure: Walked): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(procedure.input?.shape ?? {})
      .filter(([, schema]) => !isLeftOut(schema))
      .map(([name, schema]) => [name, name === 'secret' || name === 'token' ? 'nothing' : sampleOf(schema)]),
  );
