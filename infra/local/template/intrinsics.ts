import { isRecord } from './is-record.ts';
import { TemplateError } from './stack-template.ts';

/** Where names in a template lead: one scope a stack. */
export interface Scope {
  /** Said in front of every complaint: stack, logical id, type. */
  readonly where: string;
  /** Value of `Ref`: pseudo parameter or resource. Throws for an unknown name. */
  reference(name: string): unknown;
  /** Value of `Fn::GetAtt`. Throws for an unknown resource or attribute. */
  attribute(logicalId: string, name: string): string;
  /** Value of another stack's export. Throws when no stack exports it. */
  importValue(name: string): unknown;
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/** CloudFormation's functions as far as the local stack runs them; any other one is refused by name. */
const intrinsics: Record<string, Intrinsic> = {
  Ref: (argument, scope) => scope.reference(text(argument, 'Ref', scope)),
  'Fn::GetAtt': (argument, scope) => {
    const [id, ...rest] =
      typeof argument === 'string' ? argument.split('.') : list(argument, 'Fn::GetAtt', scope);
    const name = rest.map((part) => text(resolve(part, scope), 'Fn::GetAtt', scope)).join('.');
    return scope.attribute(text(id, 'Fn::GetAtt', scope), name);
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument, 'Fn::Join', scope);
    const texts = list(resolve(parts, scope), 'Fn::Join', scope).map((part) => text(part, 'Fn::Join', scope));
    return texts.join(text(separator, 'Fn::Join', scope));
  },
  'Fn::Split': (argument, scope) => {
    const [separator, whole] = list(argument, 'Fn::Split', scope);
    return text(resolve(whole, scope), 'Fn::Split', scope).split(text(separator, 'Fn::Split', scope));
  },
  'Fn::Select': (argument, scope) => {
    const [index, parts] = list(argument, 'Fn::Select', scope);
    const chosen = list(resolve(parts, scope), 'Fn::Select', scope)[Number(resolve(index, scope))];
    if (chosen === undefined)
      throw new TemplateError(scope.where, 'Fn::Select points past the end of its list');
    return chosen;
  },
  'Fn::Sub': (argument, scope) => substitute(argument, scope),
  'Fn::ImportValue': (argument, scope) =>
    scope.importValue(text(resolve(argument, scope), 'Fn::ImportValue', scope)),
};

/**
 * Resolves every intrinsic function in a value of a template.
 * @throws TemplateError for a function that is not run here, a dynamic reference, or a name that leads nowhere.
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') {
    if (!value.includes('{{resolve:')) return value;
    throw new TemplateError(scope.where, `dynamic reference ${value} is not run on the local stack`);
  }
  if (Array.isArray(value))
    return value.map((item) => resolve(item, scope)).filter((item) => item !== noValue);
  if (!isRecord(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) {
    const run = intrinsics[name];
    if (run === undefined)
      throw new TemplateError(scope.where, `intrinsic ${name} is not run on the local stack`);
    return run(value[name], scope);
  }
  const entries = Object.entries(value).map(([key, item]) => [key, resolve(item, scope)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== noValue));
}

/** What `AWS::NoValue` resolves to: the property or list item that holds it is left out. */
export const noValue = Symbol('AWS::NoValue');

function substitute(argument: unknown, scope: Scope): string {
  const [pattern, own] = Array.isArray(argument) ? argument : [argument, {}];
  const names = isRecord(own) ? own : {};
  return text(pattern, 'Fn::Sub', scope).replace(/\$\{([^}]+)\}/g, (_match, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (Object.hasOwn(names, name)) return text(resolve(names[name], scope), 'Fn::Sub', scope);
    const dot = name.indexOf('.');
    if (dot > 0) return scope.attribute(name.slice(0, dot), name.slice(dot + 1));
    return text(scope.reference(name), 'Fn::Sub', scope);
  });
}

function text(value: unknown, intrinsic: string, scope: Scope): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new TemplateError(scope.where, `${intrinsic} needs text, got ${JSON.stringify(value)}`);
}

function list(value: unknown, intrinsic: string, scope: Scope): unknown[] {
  if (Array.isArray(value)) return value;
  throw new TemplateError(scope.where, `${intrinsic} needs a list, got ${JSON.stringify(value)}`);
}
