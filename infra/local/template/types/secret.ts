import { createHash, randomInt } from 'node:crypto';
import { localArn } from '../../identity.ts';
import type { Properties } from '../properties.ts';
import type { Resource, ResourceType } from '../resource.ts';
import { isRecord } from '../values.ts';

const secretName = (resource: Resource) => resource.textOf('Name') ?? resource.generatedName;

/** Secrets Manager hangs six characters on a secret's name; here they follow from the name, so that an ARN survives a restart. */
function secretArn(resource: Resource): string {
  const suffix = createHash('sha256').update(secretName(resource)).digest('hex').slice(0, 6);
  return localArn('secretsmanager', `secret:${secretName(resource)}-${suffix}`);
}

export const secret: ResourceType = {
  ref: secretArn,
  attributes: { Id: secretArn },
  run(properties, plan, resource) {
    properties.skip({
      Name: 'read as the resource’s name',
      Description: 'for people',
      KmsKeyId: 'encryption at rest is AWS’s',
      Tags: 'for the bill',
    });
    const fixed = properties.optionalText('SecretString');
    const recipe = properties.optionalObject('GenerateSecretString');
    const generate = recipe === undefined ? () => fixed ?? '' : generator(recipe);
    plan.secrets.push({ name: secretName(resource), arn: secretArn(resource), generate });
  },
};

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const digits = '0123456789';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

function generator(recipe: Properties): () => string {
  const length = recipe.optionalNumber('PasswordLength') ?? 32;
  const excluded = recipe.optionalText('ExcludeCharacters') ?? '';
  const alphabet = `${letters}${digits}${recipe.optionalFlag('ExcludePunctuation') === true ? '' : punctuation}`;
  const allowed = [...alphabet].filter((character) => !excluded.includes(character));
  recipe.skip({
    RequireEachIncludedType: 'true by default; 64 random characters hold every type almost surely',
  });
  const template: unknown = JSON.parse(recipe.optionalText('SecretStringTemplate') ?? '{}');
  const key = recipe.optionalText('GenerateStringKey');
  return () => {
    const password = Array.from({ length }, () => allowed[randomInt(allowed.length)]).join('');
    return key === undefined
      ? password
      : JSON.stringify({ ...(isRecord(template) && template), [key]: password });
  };
}
