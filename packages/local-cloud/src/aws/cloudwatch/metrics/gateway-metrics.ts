import type { Method } from '../../../gateway/api-model';
import type { GatewayObservation } from '../../../gateway/gateway';
import { type Datum, type MetricFamily, metricFamily } from './metric';

export type GatewayReporter = (observed: GatewayObservation) => readonly Datum[];

/** What API Gateway reports of a request: for the API, the stage, and for the method where its settings ask for it. */
export function createGatewayReporter(apiName: string, stageName: string): GatewayReporter {
  const dimensions = { ApiName: apiName, Stage: stageName };
  const ofApi = metricFamily('AWS/ApiGateway', { ApiName: apiName });
  const ofStage = metricFamily('AWS/ApiGateway', dimensions);
  const methods = new WeakMap<Method, MetricFamily>();
  const ofMethod = (method: Method) => {
    const { resourcePath: Resource, httpMethod } = method;
    const family =
      methods.get(method) ?? metricFamily('AWS/ApiGateway', { ...dimensions, Resource, Method: httpMethod });
    methods.set(method, family);
    return family;
  };
  return (observed) => {
    const { method } = observed;
    const families = [ofStage, ...(method?.detailedMetrics === true ? [ofMethod(method)] : []), ofApi];
    return families.flatMap((family) => report(family, observed));
  };
}

function report(family: MetricFamily, { latencyMs, error }: GatewayObservation): readonly Datum[] {
  return [
    family('Count', 1),
    family('4XXError', error === '4XXError' ? 1 : 0),
    family('5XXError', error === '5XXError' ? 1 : 0),
    family('Latency', latencyMs),
  ];
}
