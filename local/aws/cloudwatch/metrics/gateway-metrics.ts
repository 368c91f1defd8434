import type { GatewayObservation } from '../../../gateway/gateway';
import type { Datum } from './metric';

/** What API Gateway reports of a request: for the stage, and for the method where its settings ask for it. */
export function gatewayMetrics(apiName: string, stageName: string, observed: GatewayObservation): readonly Datum[] {
  const stage = { ApiName: apiName, Stage: stageName };
  const { method, latencyMs, error } = observed;
  const detailed =
    method?.detailedMetrics === true ? [{ ...stage, Resource: method.resourcePath, Method: method.httpMethod }] : [];
  return [stage, ...detailed].flatMap((dimensions) => {
    const report = (name: string, value: number) => ({
      metric: { namespace: 'AWS/ApiGateway', name, dimensions },
      value,
    });
    return [
      report('Count', 1),
      report('4XXError', error === '4XXError' ? 1 : 0),
      report('5XXError', error === '5XXError' ? 1 : 0),
      report('Latency', latencyMs),
    ];
  });
}
