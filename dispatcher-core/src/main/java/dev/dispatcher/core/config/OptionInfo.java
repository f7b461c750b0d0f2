/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.core.config;

import java.util.List;

/**
 * One option of a record.
 *
 * @param name in kebab-case, as in the file
 * @param component the record component's own name
 * @param required true when the user must give it
 * @param fallback the default as it would stand in the file; empty when there is none
 * @param sentence for the reference; empty when the component carries no {@link dev.dispatcher.api.Option}
 * @param nested the options of the record it holds, directly, perhaps, in a list or in a mapping
 */
public record OptionInfo(
        String name,
        String component,
        OptionType type,
        boolean required,
        String fallback,
        String sentence,
        List<OptionInfo> nested) {

    /** For tables: what it is, without whether it is required. */
    public String typeWords() {
        return type.words();
    }
}
