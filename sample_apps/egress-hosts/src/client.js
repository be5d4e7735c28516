import axios from 'axios';

export const forecasts = axios.create({ baseURL: 'https://forecast.example.com/v2', timeout: 5000 });

const GEOCODER = new URL('https://geocode.example.com/search');

export const geocoder = (city) => {
  const url = new URL(GEOCODER);
  url.searchParams.set('city', city);
  return url;
};
