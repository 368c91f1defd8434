import type { ServiceName } from './services';

interface Route {
  readonly action: string;
  readonly method: string;
  /** `/restapis/{restApiId}/resources` */
  readonly path: string;
}

const lambda: readonly Route[] = [
  { action: 'GetFunctionConfiguration', method: 'GET', path: '/2015-03-31/functions/{FunctionName}/configuration' },
  { action: 'ListEventSourceMappings', method: 'GET', path: '/2015-03-31/event-source-mappings' },
  { action: 'GetEventSourceMapping', method: 'GET', path: '/2015-03-31/event-source-mappings/{UUID}' },
  { action: 'UpdateEventSourceMapping', method: 'PUT', path: '/2015-03-31/event-source-mappings/{UUID}' },
  { action: 'GetAccountSettings', method: 'GET', path: '/2016-08-19/account-settings' },
];

const apigateway: readonly Route[] = [
  { action: 'GetRestApi', method: 'GET', path: '/restapis/{restApiId}' },
  { action: 'GetResources', method: 'GET', path: '/restapis/{restApiId}/resources' },
  { action: 'GetStage', method: 'GET', path: '/restapis/{restApiId}/stages/{stageName}' },
  {
    action: 'GetMethod',
    method: 'GET',
    path: '/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}',
  },
  {
    action: 'TestInvokeMethod',
    method: 'POST',
    path: '/restapis/{restApiId}/resources/{resourceId}/methods/{httpMethod}',
  },
  { action: 'TestInvokeAuthorizer', method: 'POST', path: '/restapis/{restApiId}/authorizers/{authorizerId}' },
];

const routes: Readonly<Partial<Record<ServiceName, readonly Route[]>>> = { lambda, apigateway };

export interface RestCall {
  readonly action: string;
  /** The parameters in the path and the query string. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** Which action method and path mean, in a service that has no other name for it. */
export function restCall(service: ServiceName, method: string, url: string): RestCall | undefined {
  const [path = '', query = ''] = url.split('?', 2);
  const segments = path.replace(/\/$/, '').split('/');
  for (const route of routes[service] ?? []) {
    const parameters = route.method === method ? match(route.path.split('/'), segments) : undefined;
    if (parameters === undefined) continue;
    return { action: route.action, members: { ...queryMembers(new URLSearchParams(query)), ...parameters } };
  }
  return undefined;
}

function match(template: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (template.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const given = segments[index] ?? '';
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name !== undefined) parameters[name] = decodeURIComponent(given);
    else if (part !== given) return undefined;
  }
  return parameters;
}

/** A parameter that comes twice is a list. */
function queryMembers(query: URLSearchParams): Record<string, unknown> {
  const names = [...new Set(query.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = query.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}
