import { shellWord } from '../../src/frame/shell-word';

it.each([
  ['subscription_added:list_id=77,person_added', 'subscription_added:list_id=77,person_added'],
  ['my data', "'my data'"],
  ["it's; $(id)", "'it'\\''s; $(id)'"],
  ['', "''"],
])('%j is one word of a shell', (text, word) => expect(shellWord(text)).toBe(word));
