import { describe, expect, it } from 'vitest'
import { ConfigError, parseConfig } from './config.ts'

describe('configuration', () => {
  it('has defaults for everything', () => {
    expect(parseConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 8787,
      publicOrigin: undefined,
      dataDir: './data',
      databaseUrl: undefined,
      s3: undefined,
    })
  })

  it('names every wrong variable in one message', () => {
    const wrong = {
      PORT: 'abc',
      DATABASE_URL: 'mysql://x',
      S3_ENDPOINT: 'not a url',
      PUBLIC_ORIGIN: 'ftp://x',
      SECRETS_KEY: 'short',
      AUDIT_SIGNING_KEY: '0'.repeat(64),
    }
    expect(() => parseConfig(wrong)).toThrow(ConfigError)
    for (const name of Object.keys(wrong))
      expect(() => parseConfig(wrong)).toThrow(new RegExp(`^\\s+${name}: `, 'm'))
  })

  it('takes an empty variable for a missing one, and an origin without its path', () => {
    const config = parseConfig({ DATABASE_URL: '', PUBLIC_ORIGIN: 'https://dengyun.example.cn/path' })
    expect(config.databaseUrl).toBeUndefined()
    expect(config.publicOrigin).toBe('https://dengyun.example.cn')
  })

  it('takes the keys that seal secrets newest first', () => {
    const [fresh, old] = ['A1'.repeat(32), 'b2'.repeat(32)]
    expect(parseConfig({ SECRETS_KEY: ` ${fresh}, ${old} ` }).secretsKeys).toEqual([fresh.toLowerCase(), old])
    expect(parseConfig({}).secretsKeys).toBeUndefined()
    expect(() => parseConfig({ SECRETS_KEY: `${old},short` })).toThrow('SECRETS_KEY')
  })

  it('wants the rest of S3 when one part is given', () => {
    expect(() => parseConfig({ S3_ENDPOINT: 'http://127.0.0.1:9000' })).toThrow(
      /S3_BUCKET.*\n.*S3_ACCESS_KEY_ID.*\n.*S3_SECRET_ACCESS_KEY/,
    )
  })
})
