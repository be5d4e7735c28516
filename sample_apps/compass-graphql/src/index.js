import api from '@forge/api';
import graphql from '@atlassian/forge-graphql';
import { COMPONENT, RECORD, TEAMS } from './documents';

const ask = async (request) => {
  // needs: read:component:compass, write:event:compass; unknown: graphql
  const response = await api.asApp().requestGraph(request.query, request.variables);
  return (await response.json()).data;
};

export const deployed = async ({ body }) => {
  const { id, cloudId, event } = JSON.parse(body);
  const { compass } = await ask({ query: COMPONENT, variables: { id, withEvents: false } });
  await ask({ query: RECORD, variables: { input: { cloudId, event, componentId: compass.component.id } } });
  await graphql.compass.asApp().insertMetricValue({ metricSourceId: event.metric, value: { value: 1 } }); // needs: write:metric:compass
  return { statusCode: 204 };
};

export const owners = async ({ body }) => {
  const { team } = await ask({ query: TEAMS, variables: JSON.parse(body) });
  return { statusCode: 200, body: JSON.stringify(team.teamSearchV2.nodes) };
};
