import { readable } from '../platform/readable.ts'
import { jurisdictions, organisations, people } from './schema.ts'

export const jurisdictionsAs = readable(jurisdictions, {
  id: jurisdictions.id,
  name: jurisdictions.name,
  regulationId: jurisdictions.regulationId,
  createdAt: jurisdictions.createdAt,
})

export const organisationsAs = readable(organisations, {
  id: organisations.id,
  jurisdictionId: organisations.jurisdictionId,
  name: organisations.name,
  creditCode: organisations.creditCode,
})

export const peopleAs = readable(people, { id: people.id, username: people.username, name: people.name })
