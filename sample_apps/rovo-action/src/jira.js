import api from '@forge/api';

// An action runs for the person who talks to the agent: never as the app.
export const { requestJira: requestAsUser } = api.asUser();
