import Resolver from '@forge/resolver';
import { fetchIssue, findRelated, linkIssues } from './jira/issues';

const resolver = new Resolver();

resolver.define('loadRelated', async ({ context }) => {
  const { key } = context.extension.issue;
  const issue = await fetchIssue(key);
  const related = await findRelated(issue);
  return { summary: issue.fields.summary, related: related.filter((other) => other.key !== key) };
});

resolver.define('link', async ({ payload, context }) => {
  await linkIssues(context.extension.issue.key, payload.otherKey);
  return { linked: payload.otherKey };
});

export const handler = resolver.getDefinitions();
