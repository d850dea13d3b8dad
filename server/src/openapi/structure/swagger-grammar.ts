// What Swagger 2.0 says of its objects; see `kind.ts`.
import { each, type Kind, kindOf } from './kind.ts';
import { commonKinds, schemaFields } from './openapi-grammar.ts';

/** A value that is no body: the keywords of a schema without its parts. */
const valueFields = {
  ...each('format pattern collectionFormat', 'text'),
  ...each('maximum minimum multipleOf', 'number'),
  ...each('exclusiveMaximum exclusiveMinimum', 'bound'),
  ...each('maxLength minLength maxItems minItems', 'count'),
  uniqueItems: 'flag',
  enum: 'values',
  default: 'data',
  type: 'types',
  items: 'items',
};

const needsOfParameter: Kind['needs'] = (node) =>
  node.in === 'body' ? ['name', 'in', 'schema'] : ['name', 'in', 'type'];

/** Every object of Swagger 2.0, by the name that the table gives it. */
export const swaggerKinds: Readonly<Record<string, Kind>> = {
  ...commonKinds,
  document: kindOf(
    {
      ...each('swagger host basePath', 'text'),
      info: 'info',
      ...each('schemes consumes produces', 'texts'),
      paths: 'map of pathItem',
      definitions: 'map of schema',
      parameters: 'map of parameter',
      responses: 'map of response',
      securityDefinitions: 'map of securityScheme',
      security: 'list of requirement',
      tags: 'list of tag',
      externalDocs: 'externalDocs',
    },
    ['info', 'paths'],
  ),
  pathItem: kindOf({
    ...each('get put post delete options head patch', 'operation'),
    parameters: 'list of parameter',
  }),
  operation: kindOf(
    {
      ...each('summary description operationId', 'text'),
      ...each('tags consumes produces schemes', 'texts'),
      externalDocs: 'externalDocs',
      parameters: 'list of parameter',
      responses: 'map of response',
      deprecated: 'flag',
      security: 'list of requirement',
    },
    ['responses'],
  ),
  parameter: kindOf(
    {
      ...valueFields,
      ...each('name description', 'text'),
      in: 'text|query|header|path|formData|body',
      ...each('required allowEmptyValue', 'flag'),
      schema: 'schema',
    },
    needsOfParameter,
  ),
  items: kindOf(valueFields, ['type']),
  response: kindOf({ description: 'text', schema: 'schema', headers: 'map of header', examples: 'data' }, [
    'description',
  ]),
  header: kindOf({ ...valueFields, description: 'text' }, ['type']),
  securityScheme: kindOf(
    {
      ...each('description name flow authorizationUrl tokenUrl', 'text'),
      type: 'text|basic|apiKey|oauth2',
      in: 'text|query|header',
      scopes: 'words',
    },
    ['type'],
  ),
  schema: kindOf({ ...schemaFields, discriminator: 'text' }),
};
