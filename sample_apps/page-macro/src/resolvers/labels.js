import { asApp, asUser, route } from '@forge/api';

export async function labelsOf(pageId) {
  const response = await asApp().requestConfluence(route`/wiki/api/v2/pages/${pageId}/labels`); // needs: GET /wiki/api/v2/pages/{id}/labels
  if (!response.ok) {
    return [];
  }
  const { results } = await response.json();
  return results.map((label) => label.name);
}

export async function addLabel(pageId, name) {
  // needs: POST /wiki/rest/api/content/{id}/label
  const response = await asUser().requestConfluence(route`/wiki/rest/api/content/${pageId}/label`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify([{ prefix: 'global', name }]),
  });
  return { ok: response.ok };
}
