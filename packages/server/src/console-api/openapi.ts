import { consoleRoutes, type Language, type RouteSpec } from '@outpost/contracts';
import { z } from 'zod';
import { version } from '../version.ts';

/** The console API as an OpenAPI 3.1 document, made from the same table that serves it. */
export function openApiDocument(language: Language): Readonly<Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, spec] of Object.entries(consoleRoutes) as [string, RouteSpec][]) {
    const path = (paths[spec.path] ??= {});
    path[spec.method.toLowerCase()] = operation(name, spec, language);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Outpost console API', version },
    servers: [{ url: 'console/api' }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'outpost_session' },
        crossSite: { type: 'apiKey', in: 'header', name: 'x-outpost-csrf' },
      },
    },
  };
}

function operation(name: string, spec: RouteSpec, language: Language) {
  const isPublic = spec.permission === 'public';
  return {
    operationId: name,
    summary: spec.summary[language],
    'x-permission': spec.permission,
    security: isPublic
      ? []
      : [spec.method === 'GET' ? { session: [] } : { session: [], crossSite: [] }],
    parameters: [...pathParameters(spec), ...queryParameters(spec)],
    ...(spec.body ? { requestBody: { required: true, content: jsonContent(spec.body) } } : {}),
    ...(spec.upload ? { requestBody: uploadBody } : {}),
    responses: {
      [spec.response === 'none' ? '204' : '200']: responseOf(spec),
      default: {
        description: 'An error: code, message, details',
        content: { 'application/json': {} },
      },
    },
  };
}

function pathParameters({ path }: RouteSpec) {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters({ query }: RouteSpec) {
  if (!query) return [];
  return Object.entries(query.shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: schemaOf(schema as z.ZodType),
  }));
}

function responseOf({ response }: RouteSpec) {
  if (response === 'none') return { description: 'Done' };
  if (response === 'events')
    return { description: 'Server-sent events', content: { 'text/event-stream': {} } };
  if (response === 'bytes')
    return { description: 'A file', content: { 'application/octet-stream': {} } };
  return { description: 'Done', content: jsonContent(response) };
}

function jsonContent(schema: z.ZodType) {
  return { 'application/json': { schema: schemaOf(schema) } };
}

/** What a client sends: defaults need not be given. */
function schemaOf(schema: z.ZodType) {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

const uploadBody = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['file'],
        properties: { file: { type: 'string', format: 'binary' } },
      },
    },
  },
};
