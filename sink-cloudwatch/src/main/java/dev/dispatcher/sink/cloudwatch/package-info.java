/* SPDX-License-Identifier: Apache-2.0 */
/** Events as metrics or log events of Amazon CloudWatch. */
package dev.dispatcher.sink.cloudwatch;
