import { callbackProof } from '../../src/start/callback-proof';

const body = Buffer.from('{"agentId":"a"}');

function neverAsked(): Promise<never> {
  throw new Error('this secret was not to be asked for');
}

const credentials = async () => ({ username: 'vibes', password: 'p:ä' });

it('on the MO route it is the password, and no other secret is read', async () => {
  const proof = await callbackProof('/sms/mo', body, { credentials, rbmSecret: neverAsked });
  expect(proof).toEqual({ authorization: 'Basic dmliZXM6cDrDpA==' });
});

it('on the RBM route it is the signature of the very bytes', async () => {
  const proof = await callbackProof('/rbm', body, { credentials: neverAsked, rbmSecret: async () => 'secret' });
  expect(proof).toEqual({
    'x-vibes-signature': 'b2t8VkkaeXmo6f7UzIxXpHS13+LnqeFNzU5MDazEBOPRpbL9EljvZRtIJz5qFkP+Nx/QClHZMF8JDqJJWKPROA==',
  });
});

it('is nothing on the RBM route where no signature is checked', async () => {
  const secrets = { credentials: neverAsked, rbmSecret: async () => undefined };
  expect(await callbackProof('/rbm', body, secrets)).toEqual({});
});

it.each(['/sms/receipt', '/mms/mo', '/mms/receipt', '/platform', '/else'])('is nothing on %s', async (route) => {
  expect(await callbackProof(route, body, { credentials: neverAsked, rbmSecret: neverAsked })).toEqual({});
});
