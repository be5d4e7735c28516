import { invoke } from '@forge/bridge';

const root = document.getElementById('root');
const { now } = await invoke('weather', { station: 'north' });
root.textContent = `${now.temperature} °C`;

const map = new Image();
map.src = `https://tiles.example.com/${now.tile}.png`;
root.append(map);

const live = new WebSocket('wss://live.example.com/feed');
live.onmessage = (event) => {
  root.textContent = event.data;
};

// A page asks the archive itself, which only the back end may do.
// finding: undeclared-egress
navigator.sendBeacon('https://archive.example.com/opened', '');
