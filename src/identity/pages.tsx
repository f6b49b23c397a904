import type { OidcConfig } from '../platform/config.ts'
import { guard, pageRouter, type RequestContext } from '../platform/http.tsx'
import { firstAdminPlace } from '../platform/ui/admin-places.tsx'
import { accountPages } from './account-pages.tsx'
import { invitationPages } from './invitation-pages.tsx'
import { keyPages } from './key-pages.tsx'
import { organisationPages } from './organisation-pages.tsx'
import { peoplePages } from './people-pages.tsx'
import { permissionPages } from './permission-pages.tsx'
import { personPages } from './person-pages.tsx'
import { providerPages } from './provider-pages.tsx'
import { rightsPages } from './rights-pages.tsx'
import { secondFactorPages } from './second-factor-pages.tsx'
import { type RegulationOption, setUpPages } from './set-up-pages.tsx'
import { signInPages } from './sign-in-pages.tsx'

export interface IdentityOptions {
  /** The secret the log shows at start, while nobody has set the installation up. */
  setUpToken: string | undefined
  secureCookies: (c: RequestContext) => boolean
  /** The address users type, without a path. */
  originOf: (c: RequestContext) => string
  /** The city's identity provider; undefined: local accounts only. */
  provider: OidcConfig | undefined
  /** Regulations a jurisdiction can be judged by. */
  regulations: readonly RegulationOption[]
}

/** Signing in and out, first set-up, one's own account, and administering people, organisations, rights and keys. */
export function identityPages(options: IdentityOptions) {
  const pages = pageRouter()
  pages.get('/admin', guard('identity.read-administration'), (c) =>
    c.redirect(firstAdminPlace(c.get('context').actor), 303),
  )
  for (const part of [
    signInPages(options),
    providerPages(options),
    invitationPages(),
    setUpPages(options),
    accountPages(options),
    secondFactorPages(options),
    peoplePages(options.originOf),
    personPages(options.originOf),
    rightsPages(),
    organisationPages(),
    keyPages(),
    permissionPages(),
  ])
    pages.route('/', part)
  return pages
}
