import api, { route } from '@forge/api';

const EVENTS = ['jira:version_released', 'jira:version_unreleased'];

export async function register(url) {
  const webhooks = [{ events: EVENTS, jqlFilter: 'project is not EMPTY' }];
  // dead: POST /rest/api/3/webhook
  const response = await api.asApp().requestJira(route`/rest/api/3/webhook`, {
    method: 'POST',
    body: JSON.stringify({ url, webhooks }),
  });
  return response.json();
}
