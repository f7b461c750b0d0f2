/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.lighthouse;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.DeliveryException.Reason;
import dev.dispatcher.api.Http;
import dev.dispatcher.sink.lighthouse.LighthouseOptions.Bucket;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Reports in a bucket. The host tries again, so the SDK does not. */
final class BucketReports implements Reports {

    /** Of one page at most {@code keep} runs are there, and one more. */
    private static final int LISTED = 1000;

    private final Bucket bucket;
    private final AwsCredentialsProvider credentials;
    private final S3Client client;

    BucketReports(Bucket bucket, Http http) {
        this.bucket = bucket;
        this.credentials = credentials(bucket);
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(new LentHttp(http))
                .region(Region.of(bucket.region()))
                .credentialsProvider(credentials)
                .forcePathStyle(bucket.pathStyle())
                // what only Amazon knows stays away from those who speak like it
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()));
        bucket.endpoint().ifPresent(builder::endpointOverride);
        this.client = builder.build();
    }

    private static AwsCredentialsProvider credentials(Bucket bucket) {
        if (bucket.accessKeyId().isEmpty() || bucket.secretAccessKey().isEmpty()) {
            return DefaultCredentialsProvider.builder().build();
        }
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(
                bucket.accessKeyId().get().reveal(),
                bucket.secretAccessKey().get().reveal()));
    }

    private String key(String path) {
        return bucket.prefix() + path;
    }

    @Override
    public void put(String path, String contentType, byte[] bytes)
            throws DeliveryException, IOException, InterruptedException {
        asked(() -> client.putObject(
                put -> put.bucket(bucket.name())
                        .key(key(path))
                        .contentType(contentType)
                        .contentDisposition("inline"),
                RequestBody.fromBytes(bytes)));
    }

    @Override
    public List<String> list(String folder) throws DeliveryException, IOException, InterruptedException {
        String prefix = key(folder) + "/";
        return asked(() -> client.listObjectsV2(
                        list -> list.bucket(bucket.name()).prefix(prefix).maxKeys(LISTED)))
                .contents()
                .stream()
                .map(object -> object.key().substring(prefix.length()))
                .filter(name -> !name.contains("/"))
                .toList();
    }

    @Override
    public void delete(String path) throws DeliveryException, IOException, InterruptedException {
        asked(() -> client.deleteObject(delete -> delete.bucket(bucket.name()).key(key(path))));
    }

    @Override
    public URI link(String path) {
        return URI.create(client.utilities()
                .getUrl(url -> url.bucket(bucket.name()).key(key(path)))
                .toExternalForm());
    }

    private static <T> T asked(Supplier<T> call) throws DeliveryException, IOException, InterruptedException {
        try {
            return call.get();
        } catch (AwsServiceException e) {
            throw judged(e);
        } catch (SdkException e) {
            // an interrupt comes as one of the SDK's own, with the thread's flag set
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof IOException failure) {
                    throw failure;
                }
            }
            throw DeliveryException.retryable(Reason.CONNECTION, "the bucket: " + e.getMessage(), null);
        }
    }

    private static DeliveryException judged(AwsServiceException e) {
        int status = e.statusCode();
        String message = "the bucket answered " + status + " "
                + (e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode());
        if (status == 401 || status == 403) {
            return DeliveryException.unauthorized(message);
        }
        if (e.isThrottlingException() || status == 429) {
            return DeliveryException.retryable(Reason.RATE_LIMITED, message, null);
        }
        return status >= 500 ? DeliveryException.retryable(message) : DeliveryException.permanent(message);
    }

    @Override
    public void close() {
        client.close();
        if (credentials instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }
}
