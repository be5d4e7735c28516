import api, { assumeTrustedRoute, route } from '@forge/api';

export const spaces = async () => {
  const response = await api.asUser().requestConfluence(route`/wiki/api/v2/spaces?limit=100`); // needs: GET /wiki/api/v2/spaces
  const { results } = await response.json();
  return results.map(({ id, name }) => ({ id, name }));
};

/** The page hands over the link of whatever document it found: which operation that is shows only at run time. */
export const template = async (link) => {
  const response = await api.asUser().requestConfluence(assumeTrustedRoute(link)); // unknown: dynamic-route
  return (await response.json()).body.storage.value;
};

export const publish = async (spaceId, title, value) => {
  // needs: POST /wiki/api/v2/pages
  const response = await api.asUser().requestConfluence(route`/wiki/api/v2/pages`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ spaceId, title, status: 'current', body: { representation: 'storage', value } }),
  });
  return (await response.json()).id;
};
