import { readOptions } from '../../src/simulator/options';

let written: string;

beforeEach(() => {
  written = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written += text;
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
});

function refused(...argv: string[]): string {
  expect(() => readOptions(argv)).toThrow();
  return written;
}

const deployed = 'https://abc.execute-api.us-east-1.amazonaws.com/callbacks/';

describe('readOptions', () => {
  it('reads the command of the acceptance', () => {
    const options = readOptions(['--local', '--callbacks', '5000', '--seed', '7', '--faults', 'sqs:error:20%']);
    expect(options).toMatchObject({
      local: true,
      callbacks: 5_000,
      seed: 7,
      faults: [{ service: 'sqs', mode: 'error', rate: 0.2 }],
    });
  });

  it('reads mixes, imports, shares and several faults', () => {
    const argv = [
      '--local',
      '--mix',
      'mo=2,platform',
      '--imports',
      '2x50',
      '--copies',
      '5%',
      '--faults',
      'sqs:error:1,s3:timeout:2s',
    ];
    expect(readOptions(argv)).toMatchObject({
      mix: { mo: 2, platform: 1 },
      imports: { count: 2, rows: 50 },
      copies: 0.05,
      faults: [
        { service: 'sqs', count: 1 },
        { service: 's3', seconds: 2 },
      ],
    });
  });

  it('takes the password from the environment', () => {
    process.env.VIBES_PASSWORD = 'from the environment';
    try {
      expect(readOptions(['--url', deployed]).password).toBe('from the environment');
    } finally {
      delete process.env.VIBES_PASSWORD;
    }
  });

  it('keeps connections unless told not to', () => {
    expect(readOptions(['--local']).keepAlive).toBe(true);
    expect(readOptions(['--local', '--no-keep-alive']).keepAlive).toBe(false);
  });

  it('wants to know where to', () => {
    expect(refused()).toContain('--local, --url');
  });

  it('sends to one place', () => {
    expect(refused('--local', '--url', deployed)).toContain('cannot be used with');
  });

  it.each([
    ['--callbacks', '1001'],
    ['--rate', '51'],
    ['--connections', '51'],
  ])('refuses %s %s at a deployed endpoint', (...load) => {
    expect(refused('--url', deployed, ...load)).toContain('--allow-load');
  });

  it.each([
    ['--callbacks', '1000'],
    ['--callbacks', '1001', '--allow-load'],
  ])('allows %s %s %s at a deployed endpoint', (...load) => {
    expect(readOptions(['--url', deployed, ...load]).url).toBe(deployed);
  });

  it('allows any load at an endpoint of this machine', () => {
    expect(readOptions(['--url', 'http://127.0.0.1:9000/', '--callbacks', '100000']).callbacks).toBe(100_000);
  });

  it('refuses faults at a deployed endpoint', () => {
    expect(refused('--url', deployed, '--faults', 'sqs:error:1')).toContain('--faults needs --local');
  });

  it('wants a certificate with its key', () => {
    expect(refused('--url', deployed, '--cert', 'a.pem')).toContain('belong together');
  });

  it('refuses an import of more rows than callbacks', () => {
    expect(refused('--local', '--callbacks', '10', '--imports', '1x11')).toContain('--imports has more rows');
  });

  it.each([
    ['--callbacks', 'many'],
    ['--callbacks', '0'],
    ['--connections', '0'],
    ['--speed', '-1'],
    ['--copies', '5'],
    ['--imports', '500'],
    ['--mix', 'telex'],
    ['--url', 'nowhere'],
  ])('refuses %s %s with a sentence', (...argv) => {
    expect(refused('--local', ...argv)).toContain('error: ');
  });
});
