import kvs, { Sort, WhereConditions } from '@forge/kvs';

const LIMIT = 10;
const ENTITY = 'announcement';

export const announce = async (environment) => {
  const at = Date.now();
  await kvs.entity(ENTITY).set(`${environment}-${at}`, { environment, at }); // needs: storage:app
  return at;
};

export const recent = async (environment) => {
  const query = kvs.entity(ENTITY).query().index('by-environment', { partition: [environment] }); // needs: storage:app
  const since = WhereConditions.greaterThan(Date.now() - 7 * 24 * 3600 * 1000);
  const { results } = await query.where(since).sort(Sort.DESC).limit(LIMIT).getMany();
  return results.map(({ value }) => value);
};
