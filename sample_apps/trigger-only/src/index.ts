export { onIssue } from './triage';
export { remind } from './reminder';
