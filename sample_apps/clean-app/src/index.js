import api, { route } from '@forge/api';
import { kvs } from '@forge/kvs';
import Resolver from '@forge/resolver';
import { minutes } from './words';

const resolver = new Resolver();

resolver.define('readingTime', async ({ context }) => {
  const { id } = context.extension.content;
  const cached = await kvs.get(`minutes:${id}`); // needs: storage:app
  if (cached) {
    return cached;
  }
  const response = await api.asUser().requestConfluence(route`/wiki/api/v2/pages/${id}?body-format=storage`); // needs: GET /wiki/api/v2/pages/{id}
  const page = await response.json();
  const answer = { version: page.version.number, minutes: minutes(page.body.storage.value) };
  await kvs.set(`minutes:${id}`, answer); // needs: storage:app
  return answer;
});

export const handler = resolver.getDefinitions();
