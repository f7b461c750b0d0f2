/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api.proof;

import java.util.Set;

/** One way each to break the sample sink, with the checks that must notice it, and no others. */
enum SampleDefect {
    NONE,
    NOT_IN_SERVICES("isFoundByServiceLoader"),
    TYPE_IS_NO_WORD("hasAWordForItsType"),
    UNDOCUMENTED_OPTION("documentsEveryOption"),
    MISNAMED_OPTION("namesAndTypesEveryOptionSoThatYamlCanSayIt"),
    MISTYPED_OPTION("namesAndTypesEveryOptionSoThatYamlCanSayIt"),
    RESERVED_OPTION("namesAndTypesEveryOptionSoThatYamlCanSayIt"),
    UNREADABLE_FALLBACK("hasFallbacksThatCanBeRead"),
    SENDS_EMPTY_BATCHES("sendsNothingForAnEmptyBatch"),
    SENDS_ANOTHER_TEXT("deliversAnEvent"),
    SENDS_ONLY_THE_FIRST("deliversEveryEventOfABatch"),
    CHOKES_ON_CONTROL_CHARACTERS("survivesHostileText"),
    ASKS_AGAIN_FOR_BAD_TEXT("survivesHostileText"),
    LETS_HEADERS_BE_INJECTED("sendsWholeRequestsWhateverTheText"),
    CONNECTS_WHEN_CREATED(
            "startsWhileTheDestinationIsDown",
            "reportsNothingWhileTheDestinationIsDown",
            "asksAgainWhileTheDestinationIsDown",
            "keepsSecretsOutOfErrorsLogsAndTexts",
            "keepsTheAddressOutOfErrorsAndLogs"),
    GIVES_UP_WHILE_DOWN("asksAgainWhileTheDestinationIsDown"),
    REPORTS_ON_MADE_UP_EVENTS("reportsOnlyAboutEventsThatItDelivered"),
    REPORTS_TOO_EARLY("reportsNothingWhileTheDestinationIsDown"),
    TOKEN_IN_ERROR("keepsSecretsOutOfErrorsLogsAndTexts"),
    TOKEN_IN_CAUSE("keepsSecretsOutOfErrorsLogsAndTexts"),
    TOKEN_IN_TEXT("keepsSecretsOutOfErrorsLogsAndTexts"),
    TOKEN_IN_LOG("keepsSecretsOutOfErrorsLogsAndTexts"),
    ADDRESS_IN_ERROR("keepsTheAddressOutOfErrorsAndLogs"),
    ADDRESS_IN_LOG("keepsTheAddressOutOfErrorsAndLogs"),
    IGNORES_INTERRUPTS("stopsWithinTwoSecondsOfAnInterrupt"),
    TAKES_AN_INTERRUPT_FOR_SUCCESS("stopsWithinTwoSecondsOfAnInterrupt"),
    ONE_THREAD_ONLY("servesEightThreadsAtOnce"),
    CLOSES_ONCE_ONLY("closesTwice"),
    LEAVES_A_THREAD("leavesNoThreadBehind"),
    RETRIES_BY_ITSELF("doesNotRetryByItself"),
    ALWAYS_ASKS_AGAIN("givesUpAfter"),
    GIVES_UP_AFTER_408("asksAgainAfter"),
    CREDENTIALS_ARE_ORDINARY("saysThatCredentialsAreRefusedAfter"),
    CREDENTIALS_ASK_AGAIN("saysThatCredentialsAreRefusedAfter"),
    NO_RETRY_AFTER("passesOnHowManySecondsToWaitAfter", "passesOnUntilWhenToWait"),
    RETRY_AFTER_IN_SECONDS_ONLY("passesOnUntilWhenToWait"),
    BROKEN_ANSWERS_GIVE_UP("asksAgainWhenTheAnswerGoesWrong"),
    BELIEVES_THE_STATUS_LINE("asksAgainWhenTheAnswerGoesWrong", "keepsTheAddressOutOfErrorsAndLogs"),
    QUOTES_THE_WHOLE_ANSWER("quotesLittleOfAHugeAnswer"),
    FOLLOWS_REDIRECTS("followsNoRedirect"),
    IGNORES_THE_ANSWER(
            "asksAgainAfter",
            "givesUpAfter",
            "followsNoRedirect",
            "saysThatCredentialsAreRefusedAfter",
            "passesOnHowManySecondsToWaitAfter",
            "passesOnUntilWhenToWait",
            "doesNotRetryByItself",
            "quotesLittleOfAHugeAnswer",
            "keepsTheAddressOutOfErrorsAndLogs");

    final Set<String> noticedBy;

    SampleDefect(String... noticedBy) {
        this.noticedBy = Set.of(noticedBy);
    }
}
