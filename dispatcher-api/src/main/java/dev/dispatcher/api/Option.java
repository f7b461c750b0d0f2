/* SPDX-License-Identifier: Apache-2.0 */
package dev.dispatcher.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents one component of an options record. Name, type, default and sentence in the reference, the JSON Schema, {@code
 * dispatcher describe} and every error message come from it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {

    /** One sentence for the reference: what it is, its unit and its limits. */
    String value();

    /**
     * The default, written as it would stand in the YAML file. Empty means: required, unless the type is {@code Optional},
     * {@code List} or {@code Map}, which are then empty, or a record all of whose components have defaults.
     */
    String fallback() default "";
}
