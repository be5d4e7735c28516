import { Queue } from '@forge/events';

const queue = new Queue({ key: 'events' });
const QUIET = new Set(['avi:forge:installed:app']);

export const collect = async (event) => {
  if (!QUIET.has(event.eventType)) {
    await queue.push({ body: { type: event.eventType, at: Date.now() } });
  }
};

export const digest = async ({ body }) => {
  console.log(`${body.type} took ${Date.now() - body.at} ms to arrive`);
};
