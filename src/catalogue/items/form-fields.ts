/** Pure. */

import type { Person } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { RequestContext } from '../../platform/http/routers.ts'
import { type Bureau, bureaus } from '../model.ts'

/** Out: the person who asks. Throws not-signed-in. */
export function personOf(c: RequestContext): Person {
  const { actor } = c.get('context')
  if (actor.kind !== 'person') throw new AppError('not-signed-in', '这项操作需要登录。')
  return actor
}

/** In: a field of a form. Out: the bureau it names, if it names one. */
export function bureauOf(value: string): Bureau | undefined {
  return bureaus.find((bureau) => bureau === value)
}
