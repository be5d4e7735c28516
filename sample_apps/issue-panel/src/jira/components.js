import api, { route } from '@forge/api';

// The first version grouped related work by component. The panel no longer imports this file.
export const createComponent = async (projectKey, name) => {
  // dead: POST /rest/api/3/component
  const response = await api.asApp().requestJira(route`/rest/api/3/component`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ project: projectKey, name }),
  });
  return response.json();
};
