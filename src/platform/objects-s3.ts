import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import type { S3Config } from './config.ts'
import { AppError } from './errors.ts'
import type { ObjectStore } from './objects.ts'

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
export function s3ObjectStore(config: S3Config): ObjectStore {
  const client = new S3Client({
    region: config.region,
    ...(config.endpoint === undefined ? {} : { endpoint: config.endpoint, forcePathStyle: true }),
    credentials: { accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
    // Milliseconds; without them a store that never answers keeps the page waiting for ever.
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
  })
  const at = (key: string) => ({ Bucket: config.bucket, Key: key })

  return {
    async put(key, bytes, contentType) {
      try {
        await client.send(new PutObjectCommand({ ...at(key), Body: bytes, ContentType: contentType }))
      } catch (error) {
        throw unavailable(error)
      }
    },
    async get(key) {
      try {
        const answer = await client.send(new GetObjectCommand(at(key)))
        return answer.Body ? await answer.Body.transformToByteArray() : null
      } catch (error) {
        if (isMissing(error)) return null
        throw unavailable(error)
      }
    },
    async head(key) {
      try {
        const answer = await client.send(new HeadObjectCommand(at(key)))
        return { size: answer.ContentLength ?? 0 }
      } catch (error) {
        if (isMissing(error)) return null
        throw unavailable(error)
      }
    },
    async delete(key) {
      try {
        await client.send(new DeleteObjectCommand(at(key)))
      } catch (error) {
        throw unavailable(error)
      }
    },
  }
}
