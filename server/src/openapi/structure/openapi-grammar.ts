// What OpenAPI 3.0, 3.1 and 3.2 say of their objects, in one table; see `kind.ts`.
import { each, type Kind, kindOf } from './kind.ts';

const documented = { description: 'text', externalDocs: 'externalDocs' };

const valueFields = {
  ...each('required deprecated explode allowReserved', 'flag'),
  description: 'text',
  schema: 'schema',
  content: 'map of mediaType',
  example: 'data',
  examples: 'map of example',
};

const needsOfScheme: Kind['needs'] = ({ type }) => {
  if (type === 'apiKey') return ['type', 'name', 'in'];
  if (type === 'http') return ['type', 'scheme'];
  if (type === 'oauth2') return ['type', 'flows'];
  return type === 'openIdConnect' ? ['type', 'openIdConnectUrl'] : ['type'];
};

const needsOfDocument: Kind['needs'] = (node, minor) => {
  const hasAny = ['paths', 'components', 'webhooks'].some((key) => node[key] !== undefined);
  return minor > 0 && hasAny ? ['info'] : ['info', 'paths'];
};

const needsOfParameter: Kind['needs'] = (node) =>
  node.content === undefined ? ['name', 'in', 'schema'] : ['name', 'in'];

/** The keywords of schemas in 3.0, of JSON Schema 2020-12 since 3.1, and those of its earlier drafts that files mix in. */
export const schemaFields = {
  ...each('title description format pattern', 'text'),
  ...each('$id $anchor $dynamicAnchor $dynamicRef $schema $comment id', 'text >1'),
  ...each('contentEncoding contentMediaType', 'text >1'),
  ...each('readOnly writeOnly deprecated uniqueItems', 'flag'),
  nullable: 'flag <0',
  ...each('multipleOf maximum minimum', 'number'),
  ...each('exclusiveMaximum exclusiveMinimum', 'bound'),
  ...each('maxLength minLength maxItems minItems maxProperties minProperties', 'count'),
  ...each('minContains maxContains', 'count >1'),
  type: 'types',
  required: 'texts',
  enum: 'values',
  ...each('default example', 'data'),
  const: 'data >1',
  examples: 'examples >1',
  properties: 'map of schema',
  ...each('patternProperties dependentSchemas $defs definitions', 'map of schema >1'),
  dependentRequired: 'requirement >1',
  ...each('dependencies $vocabulary', 'data >1'),
  ...each('allOf anyOf oneOf', 'list of schema'),
  prefixItems: 'list of schema >1',
  ...each('items additionalProperties not', 'schema'),
  ...each('additionalItems unevaluatedItems unevaluatedProperties contains propertyNames', 'schema >1'),
  ...each('contentSchema if then else', 'schema >1'),
  discriminator: 'discriminator',
  xml: 'xml',
  externalDocs: 'externalDocs',
};

/** Objects that the versions of OpenAPI 3 share with Swagger 2.0. */
export const commonKinds = {
  info: kindOf(
    {
      ...each('title version description', 'text'),
      summary: 'text >1',
      termsOfService: 'url',
      contact: 'contact',
      license: 'license',
    },
    ['title', 'version'],
  ),
  contact: kindOf({ name: 'text', url: 'url', email: 'email' }),
  license: kindOf({ name: 'text', identifier: 'text >1', url: 'url' }, ['name']),
  tag: kindOf({ ...documented, name: 'text', ...each('summary parent kind', 'text >2') }, ['name']),
  externalDocs: kindOf({ description: 'text', url: 'url' }, ['url']),
  xml: kindOf({
    ...each('name namespace prefix', 'text'),
    ...each('attribute wrapped', 'flag'),
    nodeType: 'text >2',
  }),
} satisfies Record<string, Kind>;

/** Every object of OpenAPI 3, by the name that the table gives it. */
export const openApiKinds: Readonly<Record<string, Kind>> = {
  ...commonKinds,
  document: kindOf(
    {
      openapi: 'text',
      $self: 'text >2',
      jsonSchemaDialect: 'text >1',
      info: 'info',
      servers: 'list of server',
      paths: 'map of pathItem',
      webhooks: 'map of pathItem >1',
      components: 'components',
      security: 'list of requirement',
      tags: 'list of tag',
      externalDocs: 'externalDocs',
    },
    needsOfDocument,
  ),
  server: kindOf(
    { ...each('url description', 'text'), name: 'text >2', variables: 'map of serverVariable' },
    ['url'],
  ),
  serverVariable: kindOf({ enum: 'texts', default: 'text', description: 'text' }, ['default']),
  components: kindOf({
    schemas: 'map of schema',
    responses: 'map of response',
    parameters: 'map of parameter',
    examples: 'map of example',
    requestBodies: 'map of requestBody',
    headers: 'map of header',
    securitySchemes: 'map of securityScheme',
    links: 'map of link',
    callbacks: 'map of callback',
    pathItems: 'map of pathItem >1',
    mediaTypes: 'map of mediaType >2',
  }),
  pathItem: kindOf({
    ...each('summary description', 'text'),
    ...each('get put post delete options head patch trace', 'operation'),
    query: 'operation >2',
    additionalOperations: 'map of operation >2',
    servers: 'list of server',
    parameters: 'list of parameter',
  }),
  operation: kindOf(
    {
      ...documented,
      ...each('summary operationId', 'text'),
      tags: 'texts',
      parameters: 'list of parameter',
      requestBody: 'requestBody',
      responses: 'map of response',
      callbacks: 'map of callback',
      deprecated: 'flag',
      security: 'list of requirement',
      servers: 'list of server',
    },
    (_node, minor) => (minor === 0 ? ['responses'] : []),
  ),
  parameter: kindOf(
    {
      ...valueFields,
      name: 'text',
      in: 'text|query|header|path|cookie|querystring',
      style: 'text|form|simple|label|matrix|spaceDelimited|pipeDelimited|deepObject|cookie',
      allowEmptyValue: 'flag',
    },
    needsOfParameter,
  ),
  header: kindOf({ ...valueFields, style: 'text|simple' }, ({ content }) =>
    content === undefined ? ['schema'] : [],
  ),
  requestBody: kindOf({ description: 'text', content: 'map of mediaType', required: 'flag' }, ['content']),
  mediaType: kindOf({
    schema: 'schema',
    itemSchema: 'schema >2',
    example: 'data',
    examples: 'map of example',
    encoding: 'map of encoding',
    prefixEncoding: 'list of encoding >2',
    itemEncoding: 'encoding >2',
  }),
  encoding: kindOf({
    contentType: 'text',
    style: 'text|form|spaceDelimited|pipeDelimited|deepObject',
    headers: 'map of header',
    ...each('explode allowReserved', 'flag'),
    encoding: 'map of encoding >2',
    prefixEncoding: 'list of encoding >2',
    itemEncoding: 'encoding >2',
  }),
  response: kindOf(
    {
      summary: 'text >2',
      description: 'text',
      headers: 'map of header',
      content: 'map of mediaType',
      links: 'map of link',
    },
    (_node, minor) => (minor < 2 ? ['description'] : []),
  ),
  example: kindOf({
    ...each('summary description externalValue', 'text'),
    value: 'data',
    dataValue: 'data >2',
    serializedValue: 'text >2',
  }),
  link: kindOf({
    ...each('operationRef operationId description', 'text'),
    ...each('parameters requestBody', 'data'),
    server: 'server',
  }),
  // Each of its fields is an expression, and what stands there a path item.
  callback: kindOf({}),
  securityScheme: kindOf(
    {
      ...each('description name scheme bearerFormat openIdConnectUrl', 'text'),
      type: 'text|apiKey|http|oauth2|openIdConnect|mutualTLS',
      in: 'text|query|header|cookie',
      oauth2MetadataUrl: 'text >2',
      deprecated: 'flag >2',
      flows: 'oauthFlows',
    },
    needsOfScheme,
  ),
  oauthFlows: kindOf({
    ...each('implicit password clientCredentials authorizationCode', 'oauthFlow'),
    deviceAuthorization: 'oauthFlow >2',
  }),
  oauthFlow: kindOf(
    {
      ...each('authorizationUrl tokenUrl refreshUrl', 'text'),
      deviceAuthorizationUrl: 'text >2',
      scopes: 'words',
    },
    ['scopes'],
  ),
  discriminator: kindOf({ propertyName: 'text', mapping: 'words', defaultMapping: 'text >2' }, [
    'propertyName',
  ]),
  schema: kindOf(schemaFields),
};
