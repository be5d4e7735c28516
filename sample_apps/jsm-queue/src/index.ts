import api, { route } from '@forge/api';
import Resolver from '@forge/resolver';

const resolver = new Resolver();

resolver.define('answer', async ({ payload }) => {
  // needs: POST /rest/servicedeskapi/request/{issueIdOrKey}/comment
  const response = await api.asUser().requestJira(route`/rest/servicedeskapi/request/${payload.issueKey}/comment`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ body: payload.text, public: true }),
  });
  return response.status === 201;
});

export const handler = resolver.getDefinitions();
