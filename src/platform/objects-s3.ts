import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import type { S3Config } from './config.ts'
import { AppError } from './errors.ts'
import type { ObjectStore } from './objects.ts'
import { timeLimits } from './time-limits.ts'
import { withinTime } from './within-time.ts'

function isMissing(error: unknown): boolean {
  return (
    error instanceof S3ServiceException &&
    error.$metadata.httpStatusCode === 404 &&
    error.name !== 'NoSuchBucket'
  )
}

function unavailable(error: unknown): AppError {
  return new AppError(
    'storage-unavailable',
    '对象存储暂时不可用，这次操作没有保存。请稍后再试，或联系系统管理员。',
    {
      cause: error,
    },
  )
}

/**
 * In: where the bucket is. Out: an object store over the S3 protocol (MinIO, OSS, OBS, COS, R2).
 * Checksums only when required: most S3-compatible stores refuse the SDK's new default.
 */
export function s3ObjectStore(
  config: S3Config,
  limits: Record<keyof typeof timeLimits.objects, number> = timeLimits.objects,
): ObjectStore {
  const client = new S3Client({
    region: config.region,
    ...(config.endpoint === undefined ? {} : { endpoint: config.endpoint, forcePathStyle: true }),
    credentials: { accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 2,
    // Without them a store that never answers keeps the page waiting for ever.
    requestHandler: {
      connectionTimeout: limits.connection,
      requestTimeout: limits.silent,
      throwOnRequestTimeout: true,
    },
  })
  const inTime = <T>(work: (signal: AbortSignal) => Promise<T>) => withinTime(limits.call, work)
  const at = (key: string) => ({ Bucket: config.bucket, Key: key })
  // Its first version: the server that the tests have can't page the second one.
  const pageAfter = async (Prefix: string, Marker: string | undefined) => {
    const command = new ListObjectsCommand({ Bucket: config.bucket, Prefix, Marker })
    try {
      return await inTime((abortSignal) => client.send(command, { abortSignal }))
    } catch (error) {
      throw unavailable(error)
    }
  }

  return {
    async put(key, bytes, contentType) {
      try {
        const command = new PutObjectCommand({ ...at(key), Body: bytes, ContentType: contentType })
        await inTime((abortSignal) => client.send(command, { abortSignal }))
      } catch (error) {
        throw unavailable(error)
      }
    },
    async get(key) {
      try {
        return await inTime(async (abortSignal) => {
          const answer = await client.send(new GetObjectCommand(at(key)), { abortSignal })
          return answer.Body ? await answer.Body.transformToByteArray() : null
        })
      } catch (error) {
        if (isMissing(error)) return null
        throw unavailable(error)
      }
    },
    async head(key) {
      try {
        const command = new HeadObjectCommand(at(key))
        const answer = await inTime((abortSignal) => client.send(command, { abortSignal }))
        return { size: answer.ContentLength ?? 0, putAt: putAt(answer.LastModified) }
      } catch (error) {
        if (isMissing(error)) return null
        throw unavailable(error)
      }
    },
    async delete(key) {
      try {
        const command = new DeleteObjectCommand(at(key))
        await inTime((abortSignal) => client.send(command, { abortSignal }))
      } catch (error) {
        throw unavailable(error)
      }
    },
    async *list(prefix) {
      let last: string | undefined
      do {
        const { Contents = [], IsTruncated } = await pageAfter(prefix, last)
        for (const { Key: key, Size: size = 0, LastModified } of Contents)
          if (key !== undefined) yield { key, size, putAt: putAt(LastModified) }
        last = IsTruncated === true ? Contents.at(-1)?.Key : undefined
      } while (last !== undefined)
    },
  }
}

/** An object of which the store doesn't say when it was put counts as new. */
const putAt = (said: Date | undefined) => said ?? new Date()
