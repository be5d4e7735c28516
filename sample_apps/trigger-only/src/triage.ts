import { route } from '@forge/api';
import { JSON_BODY, OWNERLESS, jira } from './jira';

interface IssueEvent {
  eventType: string;
  issue: { id: string; key: string };
}

async function isOwned(key: string): Promise<boolean> {
  const response = await jira.requestJira(route`/rest/api/3/issue/${key}?fields=assignee`); // needs: GET /rest/api/3/issue/{issueIdOrKey}
  const issue = await response.json();
  return issue.fields.assignee !== null;
}

export async function onIssue({ issue }: IssueEvent): Promise<void> {
  const verb = (await isOwned(issue.key)) ? 'remove' : 'add';
  // needs: PUT /rest/api/3/issue/{issueIdOrKey}
  await jira.requestJira(route`/rest/api/3/issue/${issue.key}`, {
    method: 'PUT',
    headers: JSON_BODY,
    body: JSON.stringify({ update: { labels: [{ [verb]: OWNERLESS }] } }),
  });
}
