/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.cloudwatch;

import dev.dispatcher.api.DeliveryException;
import dev.dispatcher.api.Http;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;

/** What the SDK throws, judged as all sinks judge. */
final class Failures {

    /** Refused credentials; most come with status 400. */
    private static final Set<String> CREDENTIALS = Set.of(
            "AccessDenied",
            "AccessDeniedException",
            "AuthFailure",
            "ExpiredToken",
            "ExpiredTokenException",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "NotAuthorized",
            "OptInRequired",
            "SignatureDoesNotMatch",
            "SubscriptionRequiredException",
            "UnauthorizedOperation",
            "UnrecognizedClientException");

    /** Trouble of the service that comes with status 400. */
    private static final Set<String> TROUBLE = Set.of(
            "InternalFailure",
            "InternalServerError",
            "InternalServiceFault",
            "InternalServiceError",
            "LimitExceededException",
            "OperationAbortedException",
            "ServiceUnavailable",
            "ServiceUnavailableException");

    private static final int TOLD = 200;

    private Failures() {}

    static DeliveryException of(SdkException failure) throws InterruptedException {
        passOnInterrupt(failure);
        if (failure instanceof SdkServiceException answered) {
            return answered(answered);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException io) {
                return DeliveryException.of(io);
            }
        }
        return DeliveryException.retryable(
                DeliveryException.Reason.SERVER, "no answer that makes sense: " + told(failure.getMessage()), failure);
    }

    /** The same for what failed before a request could be signed. */
    static DeliveryException ofCredentials(SdkException failure, AccessOptions asked) throws InterruptedException {
        DeliveryException judged = of(failure);
        boolean nobodyAnswered = judged.reason() == DeliveryException.Reason.CONNECTION;
        boolean later = failure instanceof SdkServiceException && judged.retryable();
        return nobodyAnswered || later
                ? judged
                : DeliveryException.unauthorized(
                        "no credentials: " + (foundNone(failure) ? searched(asked) : told(failure.getMessage())));
    }

    private static boolean foundNone(SdkException failure) {
        return String.valueOf(failure.getMessage()).startsWith("Unable to load credentials from any of the providers");
    }

    /** The SDK's own text names a dozen classes first. */
    private static String searched(AccessOptions asked) {
        return "there are none in the environment, in "
                + asked.profile().map(name -> "the profile " + name).orElse("a profile")
                + ", by a web identity, or from the task or the machine";
    }

    static void passOnInterrupt(SdkException failure) throws InterruptedException {
        if (Thread.interrupted() || failure instanceof AbortedException) {
            throw new InterruptedException("interrupted while CloudWatch was asked");
        }
    }

    private static DeliveryException answered(SdkServiceException failure) {
        Optional<AwsErrorDetails> details = failure instanceof AwsServiceException aws
                ? Optional.ofNullable(aws.awsErrorDetails())
                : Optional.empty();
        String code = details.map(AwsErrorDetails::errorCode).orElse("");
        String text = (code + " " + details.map(AwsErrorDetails::errorMessage).orElse("")).strip();
        Map<String, List<String>> headers = details.map(AwsErrorDetails::sdkHttpResponse)
                .map(SdkHttpResponse::headers)
                .orElse(Map.of());
        Http.Response answer =
                new Http.Response(failure.statusCode(), lowerCase(headers), text.getBytes(StandardCharsets.UTF_8));
        DeliveryException byStatus = DeliveryException.of(answer);
        if (byStatus.retryable()) {
            return byStatus;
        }
        if (failure.isThrottlingException()) {
            return DeliveryException.retryable(DeliveryException.Reason.RATE_LIMITED, byStatus.getMessage(), null);
        }
        if (failure.isClockSkewException()) {
            // the SDK has learned the difference, and signs the next request by it
            return DeliveryException.retryable(byStatus.getMessage());
        }
        if (CREDENTIALS.contains(code)) {
            return DeliveryException.unauthorized(byStatus.getMessage());
        }
        return TROUBLE.contains(code) ? DeliveryException.retryable(byStatus.getMessage()) : byStatus;
    }

    private static Map<String, List<String>> lowerCase(Map<String, List<String>> headers) {
        Map<String, List<String>> all = new java.util.TreeMap<>();
        headers.forEach((name, values) -> all.put(name.toLowerCase(java.util.Locale.ROOT), values));
        return all;
    }

    /** Whether it may be the fault of some of what was sent. */
    static boolean blamesContent(SdkException failure, DeliveryException judged) {
        return judged.reason() == DeliveryException.Reason.REJECTED
                && failure instanceof SdkServiceException answered
                && (answered.statusCode() == 400 || answered.statusCode() == 413);
    }

    static String told(@org.jspecify.annotations.Nullable String message) {
        String text =
                String.valueOf(message).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return text.length() <= TOLD ? text : text.substring(0, TOLD) + "…";
    }
}
