import type { ApiParts } from './api-template';

export const authorizerArn = 'arn:aws:lambda:us-east-1:000000000000:function:Challenge';

/** An API whose MO route has a Lambda authorizer. */
export function authorized(properties: Record<string, unknown> = {}): ApiParts {
  const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${authorizerArn}/invocations`;
  return {
    methods: { 'POST /sms/mo': { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } } },
    more: {
      Authorizer: {
        Type: 'AWS::ApiGateway::Authorizer',
        Properties: {
          RestApiId: { Ref: 'Api' },
          Type: 'REQUEST',
          AuthorizerUri: uri,
          AuthorizerResultTtlInSeconds: 0,
          ...properties,
        },
      },
      MayAsk: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: authorizerArn,
          Principal: 'apigateway.amazonaws.com',
          SourceArn: {
            'Fn::Join': [
              '',
              ['arn:aws:execute-api:us-east-1:000000000000:', { Ref: 'Api' }, '/authorizers/', { Ref: 'Authorizer' }],
            ],
          },
        },
      },
    },
  };
}
