import Resolver from '@forge/resolver';
import { addLabel, labelsOf } from './labels';

const resolver = new Resolver();

resolver.define('labels', async ({ payload }) => {
  const entries = await Promise.all(payload.ids.map(async (id) => [id, await labelsOf(id)]));
  return Object.fromEntries(entries);
});

resolver.define('addLabel', ({ payload }) => addLabel(payload.id, payload.label));

export const handler = resolver.getDefinitions();
