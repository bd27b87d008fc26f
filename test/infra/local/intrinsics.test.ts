import { describe, expect, it } from 'vitest';
import { noValue, resolve, type Scope } from '../../../infra/local/template/intrinsics.ts';

const scope: Scope = {
  where: 'fixture/Thing (A::B::C)',
  reference: (name) => (name === 'AWS::NoValue' ? noValue : `<${name}>`),
  attribute: (id, name) => `<${id}.${name}>`,
  importValue: (name) => `imported ${name}`,
};

describe('intrinsic functions', () => {
  it.each([
    ['Ref', { Ref: 'Queue' }, '<Queue>'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, '<Queue.Arn>'],
    ['GetAtt as text', { 'Fn::GetAtt': 'Queue.Arn' }, '<Queue.Arn>'],
    ['Join over nested values', { 'Fn::Join': ['-', ['a', { Ref: 'B' }]] }, 'a-<B>'],
    ['Split and Select', { 'Fn::Select': [1, { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
    [
      'Sub',
      { 'Fn::Sub': `x-\${AWS::Region}-\${Queue.Arn}-\${!Literal}` },
      `x-<AWS::Region>-<Queue.Arn>-\${Literal}`,
    ],
    ['Sub with its own names', { 'Fn::Sub': [`\${a}!`, { a: { Ref: 'B' } }] }, '<B>!'],
    ['ImportValue', { 'Fn::ImportValue': 'out' }, 'imported out'],
    ['values inside lists and objects', { list: [{ Ref: 'A' }, 1, true] }, { list: ['<A>', 1, true] }],
    [
      'NoValue leaves out',
      { kept: 1, gone: { Ref: 'AWS::NoValue' }, list: [{ Ref: 'AWS::NoValue' }] },
      { kept: 1, list: [] },
    ],
  ])('%s', (_name, value, expected) => {
    expect(resolve(value, scope)).toEqual(expected);
  });

  it.each([
    ['an unknown function', { 'Fn::Cidr': [] }, 'intrinsic Fn::Cidr is not run'],
    ['a transform', { 'Fn::Transform': {} }, 'intrinsic Fn::Transform is not run'],
    ['a dynamic reference', '{{resolve:ssm:/x}}', 'dynamic reference'],
    ['a Select past the end', { 'Fn::Select': [5, ['a']] }, 'past the end'],
  ])('refuses %s, naming the place', (_name, value, message) => {
    expect(() => resolve(value, scope)).toThrow(message);
    expect(() => resolve(value, scope)).toThrow('fixture/Thing (A::B::C)');
  });
});
