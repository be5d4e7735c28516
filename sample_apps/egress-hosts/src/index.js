import Resolver from '@forge/resolver';
import api, { fetch, invokeRemote, route } from '@forge/api';
import { forecasts, geocoder } from './client';

const resolver = new Resolver();

// The station's name is one label of the host: the declared wildcard holds every one of them.
const station = (id) => fetch(`https://${id}.stations.example.com/now`);

resolver.define('weather', async ({ payload }) => {
  // needs: GET /rest/api/3/myself
  const me = await (await api.asUser().requestJira(route`/rest/api/3/myself`)).json();
  // finding: undeclared-egress
  const place = await (await fetch(geocoder(me.timeZone))).json();
  const forecast = await forecasts.get('/daily', { params: { lat: place.lat, lon: place.lon } });
  const now = await (await station(payload.station)).json();
  await invokeRemote('archive', { path: '/seen', method: 'POST', body: JSON.stringify(now) });
  return { forecast: forecast.data, now };
});

resolver.define('export', async ({ payload }) => {
  // finding: unknown-remote
  await invokeRemote('spreadsheet', { path: '/rows', method: 'POST', body: JSON.stringify(payload) });
});

export const handler = resolver.getDefinitions();
