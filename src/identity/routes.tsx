import type { OidcConfig } from '../platform/config.ts'
import { guard } from '../platform/http/guard.ts'
import { pageRouter, type RequestContext } from '../platform/http/routers.ts'
import { firstTab } from '../platform/ui/navigation.tsx'
import { keyPages } from './keys/routes.tsx'
import type { RegulationOption } from './organisations/jurisdiction-parts.tsx'
import { jurisdictionPages } from './organisations/jurisdiction-routes.tsx'
import { organisationPages } from './organisations/routes.tsx'
import { setUpPages } from './organisations/set-up-routes.tsx'
import { peoplePages } from './people/people-routes.tsx'
import { permissionPages } from './people/permission-routes.tsx'
import { personPages } from './people/person-routes.tsx'
import { rightsPages } from './people/rights-routes.tsx'
import { accountPages } from './sign-in/account-routes.tsx'
import { invitationPages } from './sign-in/invitation-routes.tsx'
import { lockPages } from './sign-in/lock-routes.tsx'
import { providerPages } from './sign-in/provider-routes.tsx'
import { secondFactorPages } from './sign-in/second-factor-routes.tsx'
import { signInPages } from './sign-in/sign-in-routes.tsx'

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
    c.redirect(firstTab(c.get('context').actor, 'admin'), 303),
  )
  for (const part of [
    signInPages(options),
    providerPages(options),
    invitationPages(options),
    setUpPages(options),
    accountPages(options),
    secondFactorPages(options),
    peoplePages(options.originOf),
    personPages(options.originOf),
    rightsPages(),
    lockPages(),
    organisationPages(),
    jurisdictionPages(options),
    keyPages(),
    permissionPages(),
  ])
    pages.route('/', part)
  return pages
}
