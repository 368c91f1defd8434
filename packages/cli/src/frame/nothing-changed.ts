/** A person was asked, and did not say yes: 1 after a no, 130 where the question was called off by Ctrl-C. */
export class NothingChanged extends Error {
  override readonly name = 'NothingChanged';

  constructor(readonly code: 1 | 130) {
    super('Nothing was changed.');
  }
}
