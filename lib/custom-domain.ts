import { Annotations } from 'aws-cdk-lib';
import {
  CfnBasePathMapping,
  CfnDomainName,
  DomainName,
  EndpointType,
  type RestApi,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { MutualTlsConfig } from './config';
import { mutualTlsAdvice, type SecurityPolicyName } from './security-policies';

export interface CustomDomainProps extends MutualTlsConfig {
  readonly api: RestApi;
  /** The API's policy, which also governs the domain's TLS handshake. */
  readonly securityPolicy: SecurityPolicyName;
}

/** The domain that asks callers for a client certificate; the API is at its root. */
export class CustomDomain extends Construct {
  /** What the domain's DNS record must point at. */
  readonly target: string;

  constructor(scope: Construct, id: string, props: CustomDomainProps) {
    super(scope, id);
    const { api, domainName, certificateArn, truststoreUri } = props;
    const [, bucketName = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(truststoreUri) ?? [];
    const domain = new DomainName(this, 'Domain', {
      domainName,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
      mtls: { bucket: Bucket.fromBucketName(this, 'Truststore', bucketName), key },
    });
    proveOwnership(domain, props.ownershipVerificationCertificateArn);
    // At the root of the domain, so that a callback's path is the same as on the API's own domain.
    new CfnBasePathMapping(this, 'Mapping', {
      domainName: domain.domainName,
      restApiId: api.restApiId,
      stage: api.deploymentStage.stageName,
    });
    const advice = mutualTlsAdvice(props.securityPolicy);
    if (advice !== undefined) Annotations.of(this).addWarningV2('vibes-callbacks:mutual-tls-policy', advice);
    this.target = domain.domainNameAliasDomainName;
  }
}

/** The L2 construct has no property for it. */
function proveOwnership({ node }: DomainName, certificateArn: string | undefined): void {
  if (certificateArn === undefined) return;
  const { defaultChild } = node;
  if (!(defaultChild instanceof CfnDomainName)) throw new Error('the domain has no resource of its own');
  defaultChild.ownershipVerificationCertificateArn = certificateArn;
}
