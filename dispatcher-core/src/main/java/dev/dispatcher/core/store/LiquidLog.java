/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.store;

import java.util.logging.Level;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;
import org.slf4j.LoggerFactory;

/** What Liquibase says goes into the log, two levels lower: that it made a table is of interest to whoever debugs. */
final class LiquidLog extends AbstractLogService {

    @Override
    public int getPriority() {
        return PRIORITY_SPECIALIZED;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Logger getLog(Class type) {
        return new Lines(LoggerFactory.getLogger(type));
    }

    private static final class Lines extends AbstractLogger {

        private final org.slf4j.Logger log;

        Lines(org.slf4j.Logger log) {
            this.log = log;
        }

        @Override
        public void log(Level level, String message, Throwable failure) {
            if (level.intValue() >= Level.INFO.intValue()) {
                log.debug(message, failure);
            } else {
                log.trace(message, failure);
            }
        }
    }
}
