/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.portal.masakari;

/** Why a request is refused: a status and what Masakari says of it. */
final class Fault extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;

    Fault(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    /** As Masakari names it. */
    String name() {
        return switch (status) {
            case 400 -> "badRequest";
            case 401 -> "unauthorized";
            case 403 -> "forbidden";
            case 404 -> "itemNotFound";
            case 405 -> "badMethod";
            case 409 -> "conflictingRequest";
            case 413, 429 -> "overLimit";
            case 415 -> "badMediaType";
            case 503 -> "serviceUnavailable";
            default -> "masakariFault";
        };
    }
}
