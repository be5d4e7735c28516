import api from '@forge/api';

export const jira = api.asApp();

export const JSON_BODY = { 'Content-Type': 'application/json' } as const;

export const OWNERLESS = 'no-owner';
