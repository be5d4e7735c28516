import api, { route } from '@forge/api';

const NOTE_PROPERTY = 'release-note';

export const versions = async (projectKey) => {
  const response = await api.asUser().requestJira(route`/rest/api/3/project/${projectKey}/versions`); // needs: GET /rest/api/3/project/{projectIdOrKey}/versions
  return (await response.json()).filter((version) => !version.archived);
};

const noteOf = async (issue) => {
  // needs: GET /rest/api/3/issue/{issueIdOrKey}/properties/{propertyKey}
  const response = await api.asUser().requestJira(route`/rest/api/3/issue/${issue.key}/properties/${NOTE_PROPERTY}`);
  return response.ok ? (await response.json()).value.text : issue.fields.summary;
};

export const notesFor = async (projectKey, version) => {
  const jql = `project = "${projectKey}" AND fixVersion = "${version}"`;
  const response = await api.asUser().requestJira(route`/rest/api/3/search/jql?jql=${jql}&fields=summary`); // needs: GET /rest/api/3/search/jql
  const { issues } = await response.json();
  return Promise.all(issues.map(noteOf));
};

/** Opened versions from the page until releases moved to the pipeline. Nothing calls it. */
export const openVersion = (projectId, name) =>
  // dead: POST /rest/api/3/version
  api.asUser().requestJira(route`/rest/api/3/version`, { method: 'POST', body: JSON.stringify({ projectId, name }) });
