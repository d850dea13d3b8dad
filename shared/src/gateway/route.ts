import { z } from 'zod';
import { Scope } from '../scope.ts';
import { ApiSlug } from '../words/api-slug.ts';
import { Environment } from '../words/environment.ts';
import { idOf } from '../words/id.ts';
import { pageInput, pageOf, withoutPaging } from '../words/page.ts';
import { isoTime } from '../words/text.ts';

export const RouteStatus = z.enum(['active', 'disabled']).meta({
  id: 'RouteStatus',
  description: 'Calls to a disabled route are answered as if there were none.',
  example: 'active',
});

export const RouteCredential = z.enum(['required', 'optional', 'none']).meta({
  id: 'RouteCredential',
  description:
    '`required`: nobody calls without a key or token. `optional`: a call without one goes on as nobody’s, and a bad one is refused. `none`: none is looked at.',
  example: 'required',
});

const headerName = z
  .string()
  .max(64)
  .regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'A name of a header: Accept-Version')
  .meta({ description: 'Name of the header.', example: 'Api-Version' });

/** Which calls of an API a route takes: versions of one API stand side by side. */
export const RouteMatch = z
  .discriminatedUnion('by', [
    z
      .strictObject({ by: z.literal('any').meta({ description: 'Whatever no other route takes.' }) })
      .meta({ id: 'RouteMatchAny', description: 'All calls that no other route of the API takes.' }),
    z
      .strictObject({
        by: z.literal('path').meta({ description: 'By the beginning of the path.' }),
        prefix: z
          .string()
          .max(128)
          .regex(/^(?:\/[A-Za-z0-9._~-]*[A-Za-z0-9_~-])+$/, 'Segments with a slash before each: /v2')
          .meta({ description: 'It stays in the path that the upstream gets.', example: '/v2' }),
      })
      .meta({ id: 'RouteMatchPath', description: 'Calls whose path begins with these segments.' }),
    z
      .strictObject({
        by: z.literal('header').meta({ description: 'By a header of the call.' }),
        name: headerName,
        value: z
          .string()
          .min(1)
          .max(128)
          .regex(/^[\x21-\x7e]+$/, 'Printable letters without blanks')
          .meta({ description: 'The whole value.', example: '2026-11-01' }),
      })
      .meta({ id: 'RouteMatchHeader', description: 'Calls with this value of a header.' }),
    z
      .strictObject({
        by: z.literal('host').meta({ description: 'By the host that is called.' }),
        host: z
          .string()
          .max(253)
          .regex(/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/, 'A name in small letters, without a port')
          .meta({ description: 'Without a port.', example: 'v2.api.example.com' }),
      })
      .meta({ id: 'RouteMatchHost', description: 'Calls to this host.' }),
  ])
  .meta({
    id: 'RouteMatch',
    description:
      'Which calls of the API a route takes. A header goes before a host, a host before a path, the longest path first, and `any` takes the rest.',
    example: { by: 'any' },
  });
export type RouteMatch = z.infer<typeof RouteMatch>;

export const Upstream = z
  .strictObject({
    url: z.string().min(1).max(500).meta({
      description: 'Where the API runs: an http or https address. Its path stands before the path of a call.',
      example: 'https://orders.internal.example/api',
    }),
    weight: z
      .int()
      .min(0)
      .max(1000)
      .meta({ description: 'Its share of the calls beside the others; 0 gets none.', example: 1 })
      .default(1),
  })
  .meta({
    id: 'Upstream',
    description: 'A server that answers the calls of an API.',
    example: { url: 'https://orders.internal.example/api', weight: 1 },
  });
export type Upstream = z.infer<typeof Upstream>;

const milliseconds = (description: string, example: number, most: number) =>
  z.int().min(10).max(most).meta({ description, example });

const RouteLimits = z
  .strictObject({
    connectMs: milliseconds('To a connection.', 5000, 60_000).default(5000),
    firstByteMs: milliseconds('From the whole request to the head of the answer.', 30_000, 600_000).default(
      30_000,
    ),
    wholeMs: milliseconds('For all of it, streams included; `null` for no end.', 300_000, 86_400_000)
      .nullable()
      .default(300_000),
  })
  .meta({
    id: 'RouteTimes',
    description: 'How long what may take, in milliseconds.',
    example: { connectMs: 5000, firstByteMs: 30_000, wholeMs: 300_000 },
  });

const RouteCircuit = z
  .strictObject({
    failures: z
      .int()
      .min(1)
      .max(1000)
      .meta({ description: 'Failures in a row after which an upstream gets no calls.', example: 5 })
      .default(5),
    openSeconds: z
      .int()
      .min(1)
      .max(3600)
      .meta({ description: 'For so long; then one call tries it.', example: 10 })
      .default(10),
  })
  .meta({
    id: 'RouteCircuit',
    description:
      'When an upstream is spared: it could not be reached, did not answer in time, or answered 502, 503 or 504.',
    example: { failures: 5, openSeconds: 10 },
  });

const RouteProbe = z
  .strictObject({
    path: z
      .string()
      .max(256)
      .regex(/^\/[\w.~/-]*$/, 'A path without query: /healthz')
      .meta({ description: 'Beside the path of the upstream, not below it.', example: '/healthz' }),
    everySeconds: z.int().min(1).max(3600).meta({ description: 'How often.', example: 10 }).default(10),
  })
  .meta({
    id: 'RouteProbe',
    description: 'A GET that an upstream has to answer with 2xx to get calls.',
    example: { path: '/healthz', everySeconds: 10 },
  });

/** What a route asks of a call, and what it allows itself. */
export const RoutePolicy = z
  .strictObject({
    credential: RouteCredential.default('required'),
    publicOperations: z
      .array(
        z
          .string()
          .max(200)
          .regex(
            /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|\*) \/[\x21-\x7e]*$/,
            'Method and path: GET /status, or GET /docs/*',
          )
          .meta({ example: 'GET /status' }),
      )
      .max(100)
      .meta({
        description:
          'Calls that need no credential: method, or `*`, and path, where `*` at the end is anything.',
        example: ['GET /status'],
      })
      .default([]),
    environment: Environment.nullable()
      .meta({
        description: 'The one environment whose credentials are taken; `null` for both.',
        example: null,
      })
      .default(null),
    scopes: z
      .array(Scope)
      .max(20)
      .meta({ description: 'Scopes that every call with a credential needs.', example: [] })
      .default([]),
    validation: z
      .enum(['off'])
      .meta({ id: 'RouteValidation', description: 'Calls are not held to the contract yet.', example: 'off' })
      .default('off'),
    times: RouteLimits.default({ connectMs: 5000, firstByteMs: 30_000, wholeMs: 300_000 }),
    bodyBytesMax: z
      .int()
      .min(0)
      .max(1024 ** 4)
      .meta({
        description: 'The largest body of a call, in bytes. It is passed on as it comes.',
        example: 10_485_760,
      })
      .default(10 * 1024 * 1024),
    retries: z
      .int()
      .min(0)
      .max(3)
      .meta({
        description:
          'How often a call is tried again at another upstream: GET, HEAD, OPTIONS, PUT and DELETE without a body, before anything was answered.',
        example: 1,
      })
      .default(1),
    circuit: RouteCircuit.default({ failures: 5, openSeconds: 10 }),
    probe: RouteProbe.nullable()
      .meta({ description: 'How upstreams are asked whether they are well; `null` for not.', example: null })
      .default(null),
    http2: z
      .boolean()
      .meta({
        description: 'Whether upstreams of https are spoken to in HTTP/2 where they offer it.',
        example: false,
      })
      .default(false),
    passesCredential: z
      .boolean()
      .meta({
        description:
          'Whether upstreams get the `Authorization` of the caller, with which they could call as the caller.',
        example: false,
      })
      .default(false),
  })
  .meta({
    id: 'RoutePolicy',
    description:
      'What a route asks of a call, and what it allows itself. What is left out is as it is by default.',
    example: {
      credential: 'required',
      publicOperations: ['GET /status'],
      environment: null,
      scopes: [],
      validation: 'off',
      times: { connectMs: 5000, firstByteMs: 30_000, wholeMs: 300_000 },
      bodyBytesMax: 10_485_760,
      retries: 1,
      circuit: { failures: 5, openSeconds: 10 },
      probe: null,
      http2: false,
      passesCredential: false,
    },
  });
export type RoutePolicy = z.infer<typeof RoutePolicy>;

const upstreams = z
  .array(Upstream)
  .min(1)
  .max(20)
  .meta({
    description: 'Servers of the API.',
    example: [{ url: 'https://orders.internal.example', weight: 1 }],
  });

export const RouteView = z
  .object({
    id: idOf('rte', 'route'),
    api: ApiSlug,
    match: RouteMatch,
    status: RouteStatus,
    upstreams: z.array(Upstream).meta({ description: 'Servers of the API.' }),
    policy: RoutePolicy,
    createdAt: isoTime('When it was created.'),
    updatedAt: isoTime('When it was last changed.'),
  })
  .meta({ id: 'Route', description: 'Where calls of an API go, and what is asked of them.' });
export type RouteView = z.infer<typeof RouteView>;

export const RoutePage = pageOf(RouteView);

export const ListRoutes = z.strictObject({
  ...pageInput,
  api: ApiSlug.optional(),
  status: RouteStatus.optional(),
});
export type ListRoutes = z.infer<typeof ListRoutes>;

export const CountRoutes = ListRoutes.omit(withoutPaging);
export type CountRoutes = z.infer<typeof CountRoutes>;

export const RouteId = z.strictObject({ id: idOf('rte', 'route') });

export const CreateRoute = z.strictObject({
  api: ApiSlug,
  upstreams,
  match: RouteMatch.default({ by: 'any' }),
  policy: RoutePolicy.default(RoutePolicy.parse({})),
});
export type CreateRoute = z.infer<typeof CreateRoute>;

export const UpdateRoute = z.strictObject({
  id: idOf('rte', 'route'),
  status: RouteStatus.optional(),
  upstreams: upstreams.optional(),
  match: RouteMatch.optional(),
  policy: RoutePolicy.meta({
    description: 'The whole policy: what is left out is as it is by default.',
  }).optional(),
});
export type UpdateRoute = z.infer<typeof UpdateRoute>;
