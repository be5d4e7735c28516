import api, { route } from '@forge/api';

const MAX_RESULTS = 20;

const failed = async (response, what) => {
  throw new Error(`${what}: ${response.status} ${await response.text()}`);
};

export const fetchIssue = async (key) => {
  const response = await api.asUser().requestJira(route`/rest/api/3/issue/${key}?fields=summary,labels,project`); // needs: GET /rest/api/3/issue/{issueIdOrKey}
  return response.ok ? response.json() : failed(response, key);
};

export const findRelated = async (issue) => {
  const labels = issue.fields.labels.map((label) => `"${label}"`).join(', ');
  const jql = `project = ${issue.fields.project.key} AND labels IN (${labels || '""'}) ORDER BY updated DESC`;
  // needs: POST /rest/api/3/search/jql
  const response = await api.asUser().requestJira(route`/rest/api/3/search/jql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ jql, maxResults: MAX_RESULTS, fields: ['summary', 'status'] }),
  });
  const found = response.ok ? await response.json() : await failed(response, 'search');
  return found.issues.map(({ key, fields }) => ({ key, summary: fields.summary, status: fields.status.name }));
};

export const linkIssues = async (inward, outward) => {
  const body = { type: { name: 'Relates' }, inwardIssue: { key: inward }, outwardIssue: { key: outward } };
  // needs: POST /rest/api/3/issueLink
  const response = await api.asUser().requestJira(route`/rest/api/3/issueLink`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    await failed(response, 'link');
  }
};
