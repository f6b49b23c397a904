import { z } from 'zod'
import { isSecretsKey } from './secret-box.ts'
import { isSm2PrivateKey } from './sm2.ts'

const environment = z
  .object({
    HOST: z.string().min(1).default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(8787),
    PUBLIC_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
    PROXIES: z.coerce.number().int().min(0).max(5).default(0),
    DATA_DIR: z.string().min(1).default('./data'),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    AUDIT_SIGNING_KEY: z
      .string()
      .trim()
      .toLowerCase()
      .refine(isSm2PrivateKey, 'must be an SM2 private key, 64 hexadecimal digits')
      .optional(),
    SECRETS_KEY: z
      .string()
      .toLowerCase()
      .transform((value) => value.split(/[\s,]+/).filter((key) => key !== ''))
      .refine((keys) => keys.length > 0 && keys.every(isSecretsKey), {
        error: 'must be a key of 64 hexadecimal digits, or several with commas, the newest first',
      })
      .optional(),
    OIDC_ISSUER: z
      .url({ protocol: /^https?$/ })
      .refine(isSafeIssuer, 'must be https (http only on this machine)')
      .optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
    S3_BUCKET: z.string().optional(),
    S3_REGION: z.string().optional(),
    S3_ACCESS_KEY_ID: z.string().optional(),
    S3_SECRET_ACCESS_KEY: z.string().optional(),
  })
  .superRefine((value, context) => {
    requireTogether(context, value, ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'])
    const s3 = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_REGION', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const
    const set = s3.filter((name) => value[name] !== undefined)
    if (set.length === 0) return
    for (const name of ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const) {
      if (value[name] === undefined)
        context.addIssue({ code: 'custom', path: [name], message: `is needed because ${set[0]} is set` })
    }
  })

/** Codes and tokens must not cross a network in clear. */
function isSafeIssuer(issuer: string): boolean {
  const { protocol, hostname } = new URL(issuer)
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
}

function requireTogether<Name extends string>(
  context: z.RefinementCtx,
  value: Partial<Record<Name, string | undefined>>,
  names: readonly Name[],
): void {
  const set = names.find((name) => value[name] !== undefined)
  if (set === undefined) return
  for (const name of names) {
    if (value[name] === undefined)
      context.addIssue({ code: 'custom', path: [name], message: `is needed because ${set} is set` })
  }
}

/** The city's identity provider (统一身份认证), by OpenID Connect. */
export interface OidcConfig {
  issuer: string
  clientId: string
  clientSecret: string
}

export interface S3Config {
  endpoint: string | undefined
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

export interface Config {
  host: string
  port: number
  /** The address users type, without a path; undefined: taken from each request. */
  publicOrigin: string | undefined
  /** How many reverse proxies stand before the server and each add to X-Forwarded-For. */
  proxies: number
  dataDir: string
  /** undefined: the embedded PostgreSQL in `dataDir`. */
  databaseUrl: string | undefined
  /** undefined: a folder in `dataDir`. */
  s3: S3Config | undefined
  /** undefined: people sign in with local accounts only. */
  oidc: OidcConfig | undefined
  /** SM2 key that signs the heads of the audit log; undefined: one made and kept in `dataDir`, on Workers none. */
  auditSigningKey: string | undefined
  /** Keys that seal secrets at rest, newest first; undefined: one made and kept in `dataDir`, on Workers none. */
  secretsKeys: readonly string[] | undefined
}

export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** A variable set to nothing is a variable that isn't set. */
function withoutEmpty(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
    ),
  )
}

/**
 * In: the environment. Out: the configuration.
 * Throws ConfigError whose message names every wrong variable at once.
 */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const parsed = environment.safeParse(withoutEmpty(env))
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigError(`配置有误 (configuration):\n${lines.join('\n')}`)
  }
  const value = parsed.data
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = value
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = value
  return {
    host: value.HOST,
    port: value.PORT,
    publicOrigin: value.PUBLIC_ORIGIN === undefined ? undefined : new URL(value.PUBLIC_ORIGIN).origin,
    proxies: value.PROXIES,
    dataDir: value.DATA_DIR,
    databaseUrl: value.DATABASE_URL,
    auditSigningKey: value.AUDIT_SIGNING_KEY,
    secretsKeys: value.SECRETS_KEY,
    oidc: issuer && clientId && clientSecret ? { issuer, clientId, clientSecret } : undefined,
    s3:
      bucket && accessKeyId && secretAccessKey
        ? {
            endpoint: value.S3_ENDPOINT,
            bucket,
            region: value.S3_REGION ?? 'us-east-1',
            accessKeyId,
            secretAccessKey,
          }
        : undefined,
  }
}
