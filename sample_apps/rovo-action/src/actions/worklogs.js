import { requestAsUser } from '../jira.js';
import { route } from '@forge/api';

export async function list({ issueKey }) {
  const response = await requestAsUser(route`/rest/api/3/issue/${issueKey}/worklog`); // needs: GET /rest/api/3/issue/{issueIdOrKey}/worklog
  const { worklogs } = await response.json();
  const totals = new Map();
  for (const { author, timeSpentSeconds } of worklogs) {
    totals.set(author.displayName, (totals.get(author.displayName) ?? 0) + timeSpentSeconds);
  }
  return Object.fromEntries(totals);
}

export async function log({ issueKey, seconds }) {
  // needs: POST /rest/api/3/issue/{issueIdOrKey}/worklog
  const response = await requestAsUser(route`/rest/api/3/issue/${issueKey}/worklog`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ timeSpentSeconds: seconds }),
  });
  return response.ok ? `Logged ${seconds} seconds on ${issueKey}.` : `Jira refused the work log (${response.status}).`;
}
