/* SPDX-License-Identifier: Apache-2.0 */
/** Parts by themselves, with JMH. */
package dev.dispatcher.benchmarks.micro;
