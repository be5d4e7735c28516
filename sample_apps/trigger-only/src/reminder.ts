import { route } from '@forge/api';
import { JSON_BODY, OWNERLESS, jira } from './jira';

const paragraph = (text: string) => ({ type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] });

export async function remind(): Promise<void> {
  const jql = `labels = "${OWNERLESS}" AND created < -3d`;
  const found = await jira.requestJira(route`/rest/api/3/search/jql?jql=${jql}&fields=key`); // needs: GET /rest/api/3/search/jql
  const { issues } = (await found.json()) as { issues: { key: string }[] };
  for (const { key } of issues) {
    // needs: POST /rest/api/3/issue/{issueIdOrKey}/comment
    await jira.requestJira(route`/rest/api/3/issue/${key}/comment`, {
      method: 'POST',
      headers: JSON_BODY,
      body: JSON.stringify({ body: paragraph('Nobody has taken this issue for three days.') }),
    });
  }
}
