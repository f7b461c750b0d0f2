/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Http;
import dev.dispatcher.api.PluginContext;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The one client of a sink, with its region and credentials. Made by the first delivery, since the machine itself may have to
 * be asked for either.
 *
 * @param <C> the client
 */
final class Access<C extends SdkAutoCloseable> implements AutoCloseable {

    /** Makes the client with a region, credentials and the host's HTTP. */
    @FunctionalInterface
    interface Opening<C> {
        C open(Access<?> access);
    }

    private final CloudwatchOptions options;
    private final LentHttp http;
    private final Opening<C> opening;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Region region;
    private @Nullable AwsCredentialsProvider credentials;
    private @Nullable StsClient sts;
    private @Nullable C client;

    Access(CloudwatchOptions options, PluginContext context, Opening<C> opening) {
        this.options = options;
        Http lent = context.http(options.http());
        this.http = new LentHttp(lent);
        this.opening = opening;
    }

    /**
     * With credentials that are valid now.
     *
     * @throws DeliveryException when there are no credentials, or no region
     */
    C client() throws DeliveryException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (region == null) {
                region = region();
            }
            if (credentials == null) {
                credentials = credentials(region);
            }
            resolve(credentials, options.credentials());
            if (client == null) {
                client = opening.open(this);
            }
            return client;
        } finally {
            lock.unlock();
        }
    }

    /** The same for every client: nothing is tried again, since the host does that. */
    <B extends AwsClientBuilder<B, T> & AwsSyncClientBuilder<B, T>, T> T build(B builder, Optional<URI> endpoint) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(region)
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    private Region region() throws DeliveryException, InterruptedException {
        if (options.region().isPresent()) {
            return Region.of(options.region().get());
        }
        try {
            DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
            options.credentials().profile().ifPresent(chain::profileName);
            return chain.build().getRegion();
        } catch (SdkException e) {
            Failures.passOnInterrupt(e);
            if (options.endpoint().isPresent()) {
                return Region.US_EAST_1;
            }
            throw DeliveryException.unauthorized(
                    "no region: say region, or set AWS_REGION, or name one in the profile");
        }
    }

    private AwsCredentialsProvider credentials(Region where) {
        AwsCredentialsProvider own = own(options.credentials());
        RoleOptions role = options.assumeRole();
        if (role.arn().isEmpty()) {
            return own;
        }
        String arn = role.arn().get();
        credentials = own;
        sts = build(StsClient.builder(), role.endpoint());
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> {
                    request.roleArn(arn).roleSessionName(role.sessionName()).durationSeconds((int)
                            role.session().toSeconds());
                    role.externalId().ifPresent(id -> request.externalId(id.reveal()));
                })
                .build();
    }

    private static AwsCredentialsProvider own(AccessOptions given) {
        if (given.accessKeyId().isEmpty() || given.secretAccessKey().isEmpty()) {
            DefaultCredentialsProvider.Builder chain = DefaultCredentialsProvider.builder();
            given.profile().ifPresent(chain::profileName);
            return chain.build();
        }
        String id = given.accessKeyId().get();
        String secret = given.secretAccessKey().get().reveal();
        AwsCredentials fixed = given.sessionToken().isPresent()
                ? AwsSessionCredentials.create(
                        id, secret, given.sessionToken().get().reveal())
                : AwsBasicCredentials.create(id, secret);
        return StaticCredentialsProvider.create(fixed);
    }

    /** Asked for here rather than within a request, so that what goes wrong is known to be about credentials. */
    private static void resolve(AwsCredentialsProvider credentials, AccessOptions asked)
            throws DeliveryException, InterruptedException {
        try {
            credentials.resolveCredentials();
        } catch (SdkException e) {
            throw Failures.ofCredentials(e, asked);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (client != null) {
                client.close();
            }
            if (credentials instanceof SdkAutoCloseable closeable) {
                closeable.close();
            }
            if (sts != null) {
                sts.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
