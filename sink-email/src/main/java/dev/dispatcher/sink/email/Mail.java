/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.sink.email;

import dev.dispatcher.api.Event;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.Map;

/**
 * One mail that is to be sent.
 *
 * @param events at least one
 * @param recipients whom its headers name
 * @param envelope who has yet to get it, by address
 * @param thread the conversation; empty when there is none
 */
record Mail(List<Event> events, Recipients recipients, Map<String, InternetAddress> envelope, String thread) {}
