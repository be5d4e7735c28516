import Resolver from '@forge/resolver';
import { publish, spaces, template } from './confluence';
import { notesFor, versions } from './jira';

const resolver = new Resolver();

resolver.define('choices', async ({ context }) => {
  const { key } = context.extension.project;
  const [releases, targets] = await Promise.all([versions(key), spaces()]);
  return { releases, targets };
});

resolver.define('publish', async ({ payload, context }) => {
  const { version, spaceId, templateLink } = payload;
  const notes = await notesFor(context.extension.project.key, version);
  const intro = templateLink ? await template(templateLink) : '';
  return publish(spaceId, `Release ${version}`, `${intro}<ul>${notes.map((note) => `<li>${note}</li>`).join('')}</ul>`);
});

export const handler = resolver.getDefinitions();
