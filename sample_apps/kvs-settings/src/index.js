import Resolver from '@forge/resolver';
import { announce, recent } from './announcements';
import { readSettings, saveSettings } from './settings';

const resolver = new Resolver();

resolver
  .define('settings', readSettings)
  .define('save', ({ payload }) => saveSettings(payload))
  .define('announce', ({ payload }) => announce(payload.environment))
  .define('recent', ({ payload }) => recent(payload.environment));

export const handler = resolver.getDefinitions();
