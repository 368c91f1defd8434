import { commandLine, runMain, UsageError } from '../packages/proof/src/support/run-main';
import { mostBytesInline, templateFile, type WrittenTemplate, writeTemplate } from './template/write-template';

const about =
  'Writes one CloudFormation template and the code of its functions as zips. To deploy them you need S3 and CloudFormation, not CDK: see docs/WITHOUT-CDK.md.';

interface Options {
  readonly bucket: string;
  readonly prefix: string;
  readonly out: string;
  readonly settings?: string;
}

async function main(argv: readonly string[]): Promise<number> {
  const command = commandLine('npm run template --', about)
    .option(
      '--bucket <name>',
      `the bucket that you will upload the zips to, in the stack's Region; may contain \${AWS::Region} and \${AWS::AccountId}`,
    )
    .option('--prefix <folder>', 'the folder in the bucket', 'vibes-callbacks')
    .option('--out <folder>', 'the folder that the files are written into')
    .option('--settings <file>', 'the settings file (default: settings.json, if it is there; "none" for no file)')
    .addHelpText('after', '\nExample:\n  npm run template -- --bucket my-artifacts --prefix vibes/1.0.0 --out build')
    .parse([...argv], { from: 'user' });
  const { bucket, out, settings, prefix } = command.opts<Partial<Options> & Pick<Options, 'prefix'>>();
  if (bucket === undefined || out === undefined) {
    throw new UsageError(
      'Write --bucket, where the zips will be, and --out, where to write them (--help shows an example).',
    );
  }
  const folder = prefix.replace(/\/$/, '');
  const written = writeTemplate({ bucket, prefix: folder, out, settings, environment: process.env });
  for (const sentence of written.advice) process.stderr.write(`${sentence}\n`);
  process.stdout.write(`${text({ bucket, prefix: folder, out }, written)}\n`);
  return 0;
}

function text({ bucket, prefix, out }: Options, { files, templateBytes }: WrittenTemplate): string {
  const there = bucket.replaceAll(/\$\{AWS::(Region|AccountId)\}/g, '<$1>');
  return [
    `${out} has ${files.length} files:`,
    ...files.map((name) => `  ${name}`),
    '',
    'Upload them, then deploy:',
    `  aws s3 sync ${out} 's3://${there}/${prefix}'`,
    `  aws cloudformation deploy --stack-name VibesCallbacks --template-file ${out}/${templateFile} --s3-bucket '${there}' --s3-prefix '${prefix}' --capabilities CAPABILITY_IAM`,
    ...(templateBytes > mostBytesInline
      ? [
          `The template has ${templateBytes} bytes: too long to be sent along (${mostBytesInline}), so deploy it from S3.`,
        ]
      : []),
  ].join('\n');
}

runMain(main);
