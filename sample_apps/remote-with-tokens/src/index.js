import api, { invokeRemote, route } from '@forge/api';
import Resolver from '@forge/resolver';

const REMOTE = 'scoring';
const resolver = new Resolver();

resolver.define('score', async ({ context }) => {
  const { key } = context.extension.issue;
  const response = await api.asUser().requestJira(route`/rest/api/3/issue/${key}/changelog`); // needs: GET /rest/api/3/issue/{issueIdOrKey}/changelog
  const { values } = await response.json();
  const answer = await invokeRemote(REMOTE, {
    path: `/v1/score/${key}`,
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ changes: values.length }),
  });
  return answer.json();
});

export const handler = resolver.getDefinitions();
