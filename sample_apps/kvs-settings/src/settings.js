import { kvs } from '@forge/kvs';

const KEY = 'settings';
const TOKEN = 'webhook-token';
const DEFAULTS = { environments: ['staging', 'production'], quietHours: false };

export const readSettings = async () => {
  const saved = await kvs.get(KEY); // needs: storage:app
  const token = await kvs.getSecret(TOKEN); // needs: storage:app
  return { ...DEFAULTS, ...saved, hasToken: Boolean(token) };
};

export const saveSettings = async ({ token, ...settings }) => {
  await kvs.set(KEY, settings); // needs: storage:app
  if (token === '') {
    await kvs.deleteSecret(TOKEN); // needs: storage:app
  } else if (token) {
    await kvs.setSecret(TOKEN, token); // needs: storage:app
  }
  return readSettings();
};
